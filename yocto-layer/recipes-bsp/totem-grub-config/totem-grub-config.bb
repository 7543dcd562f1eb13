SUMMARY = "Which of a totem's two systems GRUB starts"
LICENSE = "EUPL-1.2"
LIC_FILES_CHKSUM = "file://${COMMON_LICENSE_DIR}/EUPL-1.2;md5=41fa1e32337666d37d19786aebbf3923"

SRC_URI = "file://totem-grub.cfg"
S = "${@d.getVar('UNPACKDIR') or d.getVar('WORKDIR')}"

inherit deploy nopackages

INHIBIT_DEFAULT_DEPS = "1"
DEPENDS = "grub-native"

do_configure[noexec] = "1"

do_compile() {
    grub-editenv ${B}/totem-grubenv create
    grub-editenv ${B}/totem-grubenv set "ORDER=A B" A_OK=1 A_TRY=0 B_OK=1 B_TRY=0
}

do_deploy() {
    install -m 0644 ${S}/totem-grub.cfg ${DEPLOYDIR}/totem-grub.cfg
    install -m 0644 ${B}/totem-grubenv ${DEPLOYDIR}/totem-grubenv
}
addtask deploy after do_compile before do_build
