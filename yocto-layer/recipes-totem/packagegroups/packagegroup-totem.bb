SUMMARY = "All that an interactive public totem needs"

# The packages that follow differ by machine: slots, bootloader and firewall are of the board.
PACKAGE_ARCH = "${MACHINE_ARCH}"

inherit packagegroup features_check

REQUIRED_DISTRO_FEATURES = "totem rauc systemd"

RDEPENDS:${PN} = " \
    totem-agent \
    totem-system \
    alsa-utils-alsactl \
    ca-certificates \
    e2fsprogs-resize2fs \
    espeak-ng \
    kernel-modules \
    rauc \
    rauc-service \
    ttf-dejavu-sans \
    tzdata \
    util-linux-blkdiscard \
"

# RAUC writes U-Boot's variables: by these programs, and where this file says.
TOTEM_UBOOT_TOOLS = "u-boot-fw-utils u-boot-default-env"
RDEPENDS:${PN}:append:rpi = " ${TOTEM_UBOOT_TOOLS}"
RDEPENDS:${PN}:append:mx8m-generic-bsp = " ${TOTEM_UBOOT_TOOLS}"
