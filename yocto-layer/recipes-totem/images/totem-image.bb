SUMMARY = "Image of an interactive public totem"
DESCRIPTION = "For totems that stand in public: no password opens it, nothing listens on the network, the root is read-only."

require totem-image.inc

# No account has a password, and root cannot sign in; technicians use the totem's own service menu.
inherit extrausers
EXTRA_USERS_PARAMS = "usermod -p '*' root;"
BAD_RECOMMENDATIONS += "openssh-sshd dropbear rauc-mark-good"
