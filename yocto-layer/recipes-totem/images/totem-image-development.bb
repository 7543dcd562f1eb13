SUMMARY = "Image of a totem for who develops it"
DESCRIPTION = "As totem-image, with a secure shell, a root without a password and tools. Never for a totem in public."

require totem-image.inc

IMAGE_FEATURES += "ssh-server-dropbear empty-root-password allow-empty-password allow-root-login post-install-logging tools-debug"
IMAGE_INSTALL += "i2c-tools iproute2 strace"
BAD_RECOMMENDATIONS += "rauc-mark-good"
