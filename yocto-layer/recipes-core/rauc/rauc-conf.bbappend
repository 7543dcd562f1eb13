# Only a totem's distribution gets a totem's slots.
require ${@bb.utils.contains('DISTRO_FEATURES', 'totem', 'rauc-conf-totem.inc', '', d)}
