SUMMARY = "What runs on an interactive public totem"
DESCRIPTION = "Agent of a totem (display, touch, sensors, content, firmware, link to its hub), the citizen's page, and the \
technician's command line."
SECTION = "base"
LICENSE = "EUPL-1.2"
LIC_FILES_CHKSUM = "file://LICENSE;md5=41fa1e32337666d37d19786aebbf3923"

# Made by `npm run package -- archive` from the lock file: the bundle and the sources of the native add-ons. Nothing is
# fetched from a package registry here.
FILESEXTRAPATHS:prepend := "${TOTEM_ARCHIVES}:"
SRC_URI = "file://totem-agent-${PV}.tar.gz"

inherit cmake pkgconfig systemd useradd features_check

REQUIRED_DISTRO_FEATURES = "systemd opengl wayland"

DEPENDS = "nodejs-native gstreamer1.0 gstreamer1.0-plugins-base"

# Node 22.20 is the oldest that runs the agent. scarthgap has 20.20: there the archive brings Node's own build
# (`npm run package -- archive --with-node`).
TOTEM_NODE ?= "${@'bundled' if 'scarthgap' in (d.getVar('LAYERSERIES_CORENAMES') or '') else 'system'}"
TOTEM_NODE_HEADERS = "${@d.expand('${S}/node') if d.getVar('TOTEM_NODE') == 'bundled' else d.expand('${RECIPE_SYSROOT_NATIVE}${prefix_native}')}"
TOTEM_NODE_PROGRAM = "${@'nodejs' if d.getVar('TOTEM_NODE') == 'system' else ''}"

# The architecture as Node names it.
def totem_node_architecture(d):
    names = {"x86_64": "x64", "aarch64": "arm64", "arm": "arm"}
    return names.get(d.getVar("TARGET_ARCH"), d.getVar("TARGET_ARCH"))

COMPATIBLE_HOST = "(x86_64|aarch64).*-linux"

do_configure[noexec] = "1"

do_compile() {
    if [ "${TOTEM_NODE}" = "bundled" ]; then
        [ -x ${S}/node/${@totem_node_architecture(d)}/node ] || \
            bbfatal "TOTEM_NODE is bundled, and the archive brings no Node: npm run package -- archive --with-node"
    else
        # The board's Node comes from the same recipe as the build machine's.
        ${STAGING_BINDIR_NATIVE}/node -e \
            'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 20) ? 0 : 1)' || \
            bbfatal "The agent needs Node 22.20 or newer: set TOTEM_NODE to bundled, or add a layer with a newer nodejs"
    fi
    export NODE="${STAGING_BINDIR_NATIVE}/node"
    export NODE_GYP="${STAGING_DIR_NATIVE}${prefix_native}/lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js"
    export NODE_HEADERS="${TOTEM_NODE_HEADERS}"
    export CMAKE_OPTIONS="-DCMAKE_TOOLCHAIN_FILE=${WORKDIR}/toolchain.cmake"
    # What is stripped, and where the symbols go, is decided when packages are made.
    export STRIP=true
    ${S}/packaging/addons/build ${S} ${@totem_node_architecture(d)}
}

do_install() {
    install -d ${D}${nonarch_libdir}/totem ${D}${bindir}
    for part in agent cli node_modules .build package.json; do
        cp -R --no-dereference --preserve=mode,links ${S}/$part ${D}${nonarch_libdir}/totem/
    done
    for program in totem totem-agent; do
        install -D -m 0755 ${S}/packaging/system/$program ${D}${nonarch_libdir}/totem/bin/$program
        ln -s ../lib/totem/bin/$program ${D}${bindir}/$program
    done
    if [ "${TOTEM_NODE}" = "bundled" ]; then
        install -m 0755 ${S}/node/${@totem_node_architecture(d)}/node ${D}${nonarch_libdir}/totem/node
    fi
    install -d ${D}${systemd_system_unitdir}
    cp -R --no-dereference --preserve=mode ${S}/agent/systemd/. ${D}${systemd_system_unitdir}/
    install -D -m 0644 ${S}/packaging/system/udev.rules ${D}${nonarch_base_libdir}/udev/rules.d/60-totem.rules
    install -D -m 0644 ${S}/packaging/system/tmpfiles.conf ${D}${nonarch_libdir}/tmpfiles.d/totem.conf
}

USERADD_PACKAGES = "${PN}"
GROUPADD_PARAM:${PN} = "--system totem-service"

SYSTEMD_SERVICE:${PN} = "totem-agent.service totem-out-of-service.service totem-firmware-return.timer"

FILES:${PN} += " \
    ${systemd_system_unitdir} \
    ${nonarch_libdir}/totem \
    ${nonarch_libdir}/tmpfiles.d/totem.conf \
    ${nonarch_base_libdir}/udev/rules.d/60-totem.rules \
"

RDEPENDS:${PN} += " \
    ${TOTEM_NODE_PROGRAM} \
    gstreamer1.0-plugin-wpe \
    gstreamer1.0-plugins-base-meta \
    gstreamer1.0-plugins-good-meta \
    gstreamer1.0-plugins-bad-meta \
    wpewebkit \
"

# The printer class of USB, for receipt printers; built into some kernels.
RRECOMMENDS:${PN} += "kernel-module-usblp"

# Node's own build comes stripped.
INSANE_SKIP:${PN} += "${@'already-stripped' if d.getVar('TOTEM_NODE') == 'bundled' else ''}"
