require ${@bb.utils.contains('DISTRO_FEATURES', 'totem', 'u-boot-totem-imx.inc', '', d)}
