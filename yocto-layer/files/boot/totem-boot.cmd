# Starts the first system of BOOT_ORDER that has attempts left, and counts the attempt before it starts. RAUC writes the
# three variables; the agent has a system marked good (attempts back to 3) once it has proved itself. U-Boot counts in
# hexadecimal and RAUC in decimal, so a board must not give a system more than nine attempts.
#
# The layer puts in: DISK, what U-Boot calls the board's disk, and TREE, where the device tree comes from: `firmware` when the
# board's firmware has made it, otherwise a file of the system.
test -n "${BOOT_ORDER}" || setenv BOOT_ORDER "A B"
test -n "${BOOT_A_LEFT}" || setenv BOOT_A_LEFT 3
test -n "${BOOT_B_LEFT}" || setenv BOOT_B_LEFT 3
test -n "${kernel_addr_r}" || setenv kernel_addr_r ${loadaddr}

setenv chosen
for slot in ${BOOT_ORDER}; do
  if test -n "${chosen}"; then
    true
  elif test "${slot}" = "A"; then
    if test ${BOOT_A_LEFT} -gt 0; then
      setexpr BOOT_A_LEFT ${BOOT_A_LEFT} - 1
      setenv chosen A
    fi
  elif test "${slot}" = "B"; then
    if test ${BOOT_B_LEFT} -gt 0; then
      setexpr BOOT_B_LEFT ${BOOT_B_LEFT} - 1
      setenv chosen B
    fi
  fi
done

if test -z "${chosen}"; then
  # A totem that tries again is better than one that stands still: the order names both again, the last one first.
  echo "totem: no system of the order ${BOOT_ORDER} has attempts left; both have three again"
  setenv BOOT_A_LEFT 3
  setenv BOOT_B_LEFT 3
  setenv chosen A
  test "${BOOT_ORDER}" = "B" && setenv chosen B
  test "${BOOT_ORDER}" = "B A" && setenv chosen B
  if test "${chosen}" = "B"; then
    setenv BOOT_ORDER "B A"
    setenv BOOT_B_LEFT 2
  else
    setenv BOOT_ORDER "A B"
    setenv BOOT_A_LEFT 2
  fi
fi
# An environment that cannot be written does not keep the totem from starting: it is not counted then.
saveenv
echo "totem: starting system ${chosen}; attempts left: A ${BOOT_A_LEFT}, B ${BOOT_B_LEFT}"

setenv tree
if part number @DISK@ system_${chosen} partition; then
  if load @DISK@:${partition} ${kernel_addr_r} /boot/Image; then
    if test "@TREE@" = "firmware"; then
      # So are the kernel's arguments.
      fdt addr ${fdt_addr}
      fdt get value bootargs /chosen bootargs
      setenv tree ${fdt_addr}
    elif load @DISK@:${partition} ${fdt_addr_r} /boot/@TREE@; then
      setenv tree ${fdt_addr_r}
    fi
  fi
fi
if test -n "${tree}"; then
  setenv bootargs "${bootargs} root=PARTLABEL=system_${chosen} rauc.slot=${chosen} ro rootwait panic=10 init=/sbin/init"
  booti ${kernel_addr_r} - ${tree}
fi
# What does not start is tried again, and counted.
echo "totem: system ${chosen} cannot be loaded"
reset
