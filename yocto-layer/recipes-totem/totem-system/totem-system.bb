SUMMARY = "The data partition, the firewall and the settings of a totem's system"
LICENSE = "EUPL-1.2"
LIC_FILES_CHKSUM = "file://${COMMON_LICENSE_DIR}/EUPL-1.2;md5=41fa1e32337666d37d19786aebbf3923"

# scarthgap unpacks into WORKDIR.
TOTEM_UNPACKDIR = "${@d.getVar('UNPACKDIR') or d.getVar('WORKDIR')}"

SRC_URI = " \
    file://10-totem.network \
    file://10-totem.preset \
    file://agent.yaml \
    file://efi.mount \
    file://etc-systemd-network.mount \
    file://firewall.rules \
    file://journald.conf \
    file://tmpfiles.conf \
    file://totem-firewall.service \
    file://var-lib-totem.mount \
    file://watchdog.conf \
"

S = "${TOTEM_UNPACKDIR}"

inherit systemd features_check allarch

REQUIRED_DISTRO_FEATURES = "systemd"

do_configure[noexec] = "1"
do_compile[noexec] = "1"

do_install() {
    for unit in efi.mount var-lib-totem.mount etc-systemd-network.mount totem-firewall.service; do
        install -D -m 0644 ${S}/$unit ${D}${systemd_system_unitdir}/$unit
    done
    install -D -m 0644 ${S}/10-totem.preset ${D}${systemd_unitdir}/system-preset/10-totem.preset
    install -D -m 0644 ${S}/firewall.rules ${D}${nonarch_libdir}/totem-system/firewall.rules
    install -D -m 0644 ${S}/journald.conf ${D}${nonarch_libdir}/systemd/journald.conf.d/10-totem.conf
    install -D -m 0644 ${S}/tmpfiles.conf ${D}${nonarch_libdir}/tmpfiles.d/totem-system.conf
    install -D -m 0644 ${S}/10-totem.network ${D}${datadir}/totem/10-totem.network
    install -D -m 0640 ${S}/agent.yaml ${D}${datadir}/totem/agent.yaml
    install -D -m 0644 ${S}/watchdog.conf ${D}${nonarch_libdir}/systemd/system.conf.d/10-totem.conf
    install -d ${D}${localstatedir}/lib/totem ${D}/efi ${D}${sysconfdir}/systemd/network
}

SYSTEMD_SERVICE:${PN} = "efi.mount var-lib-totem.mount etc-systemd-network.mount totem-firewall.service"

FILES:${PN} += " \
    /efi \
    ${nonarch_libdir}/systemd \
    ${datadir}/totem \
    ${nonarch_libdir}/tmpfiles.d \
    ${nonarch_libdir}/totem-system \
    ${systemd_unitdir}/system-preset \
    ${localstatedir}/lib/totem \
"

RDEPENDS:${PN} += "iptables"
