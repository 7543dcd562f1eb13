# Starts the first system of BOOT_ORDER that has attempts left, and counts the attempt before it starts. RAUC writes the
# three variables; the agent has a system marked good (attempts back to 3) once it has proved itself.
test -n "${BOOT_ORDER}" || setenv BOOT_ORDER "A B"
test -n "${BOOT_A_LEFT}" || setenv BOOT_A_LEFT 3
test -n "${BOOT_B_LEFT}" || setenv BOOT_B_LEFT 3

setenv chosen
for slot in "${BOOT_ORDER}"; do
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
  # None is left: a totem that tries again is better than one that stands still.
  setenv BOOT_A_LEFT 3
  setenv BOOT_B_LEFT 3
  saveenv
  reset
fi
saveenv

part number mmc @MMC@ system_${chosen} partition
if test -n "${fdt_addr}"; then
  # The board's firmware has made the device tree and the kernel's arguments.
  fdt addr ${fdt_addr}
  fdt get value bootargs /chosen bootargs
  setenv tree ${fdt_addr}
else
  load mmc @MMC@:${partition} ${fdt_addr_r} /boot/${fdtfile}
  setenv tree ${fdt_addr_r}
fi
setenv bootargs "${bootargs} root=PARTLABEL=system_${chosen} rauc.slot=${chosen} ro rootwait panic=10 init=/sbin/init"
load mmc @MMC@:${partition} ${kernel_addr_r} /boot/Image
booti ${kernel_addr_r} - ${tree}
# What does not start is tried again, and counted.
reset
