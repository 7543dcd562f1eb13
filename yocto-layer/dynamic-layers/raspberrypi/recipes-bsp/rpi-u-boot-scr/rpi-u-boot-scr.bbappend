require ${@bb.utils.contains('DISTRO_FEATURES', 'totem', 'rpi-u-boot-scr-totem.inc', '', d)}
