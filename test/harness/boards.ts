import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Roots } from '../../agent/health/board/index.ts';
import type { Owner } from './owner.ts';

/** What the kernel of a board shows in /proc, /sys and /run, by path; as much of it as the agent reads. */
export type Board = Readonly<Record<string, string>>;

const procOfFourCores = {
  'proc/stat': [
    'cpu  1000 0 500 8000 500 0 0 0 0 0',
    'cpu0 250 0 125 2000 125 0 0 0 0 0',
    'cpu1 250 0 125 2000 125 0 0 0 0 0',
    'cpu2 250 0 125 2000 125 0 0 0 0 0',
    'cpu3 250 0 125 2000 125 0 0 0 0 0',
    'ctxt 1',
  ].join('\n'),
  'proc/loadavg': '0.52 0.58 0.59 1/389 12345\n',
  'proc/pressure/cpu':
    'some avg10=0.00 avg60=1.25 avg300=0.80 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n',
  'proc/pressure/memory':
    'some avg10=0.00 avg60=3.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=2.50 avg300=0.00 total=1\n',
  'proc/pressure/io':
    'some avg10=0.00 avg60=7.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=6.50 avg300=0.00 total=1\n',
  'proc/self/mounts': '/dev/root / ext4 ro,relatime 0 0\nproc /proc proc rw 0 0\n',
};

/** A Raspberry Pi 4 on Raspberry Pi OS with an SD card, a weak power supply and a camera. */
export const raspberryPi4: Board = {
  ...procOfFourCores,
  'proc/meminfo': 'MemTotal:        3884400 kB\nMemFree:         2000000 kB\nMemAvailable:    2884400 kB\n',
  'proc/cmdline': 'coherent_pool=1M console=tty1 root=PARTUUID=2fed7fee-02 rootwait\n',
  'proc/sys/kernel/random/boot_id': '0f1c6f0a-7a0b-4a49-9d7c-2a9f5a2b1c01\n',
  'proc/net/dev': [
    'Inter-|   Receive                                                |  Transmit',
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
    '    lo:    1000      10    0    0    0     0          0         0     1000      10    0    0    0     0       0          0',
    '  eth0: 98765432  100000    2    3    0     0          0       100 12345678   50000    1    0    0     0       0          0',
    ' wlan0:      0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0',
  ].join('\n'),
  'proc/net/wireless': [
    'Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE',
    ' face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22',
    ' wlan0: 0000   58.  -52.  -256        0      0      0      0      0        0',
  ].join('\n'),
  'proc/asound/cards': [
    ' 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones',
    '                      bcm2835 Headphones',
    ' 1 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0',
    '                      vc4-hdmi-0',
  ].join('\n'),
  'sys/class/thermal/thermal_zone0/type': 'cpu-thermal\n',
  'sys/class/thermal/thermal_zone0/temp': '82277\n',
  'sys/class/thermal/cooling_device0/type': 'cpufreq-cpu0\n',
  'sys/class/thermal/cooling_device0/cur_state': '0\n',
  'sys/class/hwmon/hwmon0/name': 'cpu_thermal\n',
  'sys/class/hwmon/hwmon0/temp1_input': '82277\n',
  'sys/class/hwmon/hwmon1/name': 'rpi_volt\n',
  'sys/class/hwmon/hwmon1/in0_lcrit_alarm': '1\n',
  // Undervoltage and throttled, now and since the start.
  'sys/devices/platform/soc/soc:firmware/get_throttled': '50005\n',
  'sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq': '600000\n',
  'sys/block/mmcblk0/device/type': 'SD\n',
  'sys/block/loop0/size': '0\n',
  'sys/class/net/lo/operstate': 'unknown\n',
  'sys/class/net/eth0/device/uevent': 'DRIVER=bcmgenet\n',
  'sys/class/net/eth0/operstate': 'up\n',
  'sys/class/net/eth0/carrier': '1\n',
  'sys/class/net/eth0/speed': '1000\n',
  'sys/class/net/wlan0/device/uevent': 'DRIVER=brcmfmac\n',
  'sys/class/net/wlan0/phy80211/index': '0\n',
  'sys/class/net/wlan0/operstate': 'down\n',
  'sys/class/video4linux/video0/name': 'unicam-image\n',
  'sys/class/video4linux/video0/index': '0\n',
  'sys/class/video4linux/video1/name': 'unicam-embedded\n',
  'sys/class/video4linux/video1/index': '1\n',
  'sys/class/watchdog/watchdog0/bootstatus': '0\n',
  'run/systemd/timesync/synchronized': '',
};

/** An NXP i.MX8M Plus board with a worn eMMC that RAUC started from slot B after its watchdog reset it. */
export const imx8mPlus: Board = {
  ...procOfFourCores,
  'proc/meminfo': 'MemTotal:        1892084 kB\nMemFree:         1000000 kB\nMemAvailable:    1392084 kB\n',
  'proc/cmdline': 'console=ttymxc1,115200 root=/dev/mmcblk2p3 rootwait rauc.slot=B quiet\n',
  'proc/sys/kernel/random/boot_id': '5b6e2d1c-3f0a-4c76-8a51-8d2f6f1e7a02\n',
  'proc/net/dev': [
    'Inter-|   Receive                                                |  Transmit',
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
    '  eth0:     100       1    0    0    0     0          0         0      200       2    0    0    0     0       0          0',
    '  eth1:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0',
    '  can0:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0',
  ].join('\n'),
  'proc/asound/cards': '--- no soundcards ---\n',
  'sys/class/thermal/thermal_zone0/type': 'cpu-thermal\n',
  'sys/class/thermal/thermal_zone0/temp': '47000\n',
  'sys/class/thermal/thermal_zone1/type': 'soc-thermal\n',
  'sys/class/thermal/thermal_zone1/temp': '51000\n',
  'sys/class/thermal/cooling_device0/type': 'thermal-cpufreq-0\n',
  'sys/class/thermal/cooling_device0/cur_state': '1\n',
  'sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq': '1200000\n',
  'sys/block/mmcblk2/device/type': 'MMC\n',
  'sys/block/mmcblk2/device/life_time': '0x0a 0x03\n',
  'sys/block/mmcblk2/device/pre_eol_info': '0x02\n',
  'sys/block/mmcblk2boot0/size': '8192\n',
  'sys/class/net/eth0/device/uevent': 'DRIVER=fec\n',
  'sys/class/net/eth0/operstate': 'up\n',
  'sys/class/net/eth0/carrier': '1\n',
  'sys/class/net/eth0/speed': '100\n',
  'sys/class/net/eth1/device/uevent': 'DRIVER=imx-dwmac\n',
  'sys/class/net/eth1/operstate': 'down\n',
  'sys/class/net/eth1/speed': '-1\n',
  'sys/class/watchdog/watchdog0/bootstatus': '32\n',
  'run/chrony/chronyd.pid': '412\n',
};

/** A board that shows nothing at all, such as a container. */
export const bareBoard: Board = {};

/** Writes a board's tree into a folder of the test. */
export async function rootsOf(t: Owner, board: Board, changes: Board = {}): Promise<Roots> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-board-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const roots = {
    proc: join(folder, 'proc'),
    sys: join(folder, 'sys'),
    dev: join(folder, 'dev'),
    run: join(folder, 'run'),
  };
  for (const [path, content] of Object.entries({ ...board, ...changes })) await put(folder, path, content);
  return roots;
}

async function put(folder: string, path: string, content: string): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
