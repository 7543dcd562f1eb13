SUMMARY = "Firmware of a totem as a RAUC bundle"
DESCRIPTION = "What `totem firmware add` takes: one image of the system, signed, in the format whose every block is verified."
LICENSE = "EUPL-1.2"

inherit bundle features_check

REQUIRED_DISTRO_FEATURES = "totem rauc"

RAUC_BUNDLE_COMPATIBLE = "${TOTEM_COMPATIBLE}"
RAUC_BUNDLE_VERSION = "${TOTEM_FIRMWARE_VERSION}"
RAUC_BUNDLE_DESCRIPTION = "Totem ${TOTEM_FIRMWARE_VERSION} for ${MACHINE}"
RAUC_BUNDLE_FORMAT = "verity"
TOTEM_FIRMWARE_VERSION ?= "${DISTRO_VERSION}"
TOTEM_BUNDLE_IMAGE ?= "totem-image"

RAUC_BUNDLE_SLOTS = "rootfs"
RAUC_SLOT_rootfs = "${TOTEM_BUNDLE_IMAGE}"
RAUC_SLOT_rootfs[fstype] = "ext4"
# A totem fetches only the blocks that it does not have in either of its systems.
RAUC_SLOT_rootfs[adaptive] = "block-hash-index"

RAUC_KEY_FILE ?= "${TOTEM_KEYS}/signer.key"
RAUC_CERT_FILE ?= "${TOTEM_KEYS}/signer.pem"
