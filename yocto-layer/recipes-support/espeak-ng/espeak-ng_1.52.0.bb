SUMMARY = "Synthesiser of speech in many languages"
DESCRIPTION = "The totem's voice: the agent loads the library in a process of its own. What it would play sound with is left out, \
because the agent plays it."
HOMEPAGE = "https://github.com/espeak-ng/espeak-ng"
BUGTRACKER = "https://github.com/espeak-ng/espeak-ng/issues"
SECTION = "libs/multimedia"
LICENSE = "GPL-3.0-or-later & Apache-2.0 & BSD-2-Clause & Unicode-DFS-2016"
LIC_FILES_CHKSUM = " \
    file://COPYING;md5=d32239bcb673463ab874e80d47fae504 \
    file://COPYING.APACHE;md5=3b83ef96387f14655fc854ddc3c6bd57 \
    file://COPYING.BSD2;md5=3348c29aeaacdead1532a5048b3eb587 \
    file://COPYING.UCD;md5=9bc437a2583c6de495e5c4acd7c2c787 \
"

# The project itself publishes nothing but archives that GitHub makes when asked, whose sums may change.
SRC_URI = "${DEBIAN_MIRROR}/main/e/espeak-ng/espeak-ng_${PV}+dfsg.orig.tar.gz"
SRC_URI[sha256sum] = "d2a886bae3547a15c52801cb37e415230834a7ee7f9a57352b98d60454d97cea"
S = "${@d.getVar('UNPACKDIR') or d.getVar('WORKDIR')}/espeak-ng-${PV}+dfsg"

# Its other build system (CMake) fetches a library over the network while it configures.
inherit autotools-brokensep pkgconfig

# Voices and dictionaries are compiled by the program itself: by the one of the build machine.
DEPENDS:append:class-target = " espeak-ng-native"

EXTRA_OECONF = " \
    --without-pcaudiolib \
    --without-sonic \
    --without-mbrola \
    --without-speechplayer \
    --without-extdict-ru \
    --without-extdict-yue \
"

# Automake asks for these; the source has them under other names.
do_configure:prepend() {
    touch ${S}/AUTHORS ${S}/ChangeLog ${S}/NEWS ${S}/README
}

do_compile:class-target() {
    oe_runmake config.h
    oe_runmake src/libespeak-ng.la
}

do_install:class-target() {
    oe_runmake DESTDIR=${D} install-libLTLIBRARIES install-pkgconfigDATA \
        install-espeak_includeHEADERS install-espeak_ng_includeHEADERS
    install -d ${D}${datadir}
    cp -R --no-dereference --preserve=mode,links ${STAGING_DATADIR_NATIVE}/espeak-ng-data ${D}${datadir}/
}

# What the program of the build machine compiles is in its byte order.
COMPATIBLE_HOST = "(x86_64|aarch64|i.86|arm).*-linux.*"

FILES:${PN} += "${datadir}/espeak-ng-data"

BBCLASSEXTEND = "native"
