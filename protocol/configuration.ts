import Type, { type Static } from 'typebox';
import { ModelConfiguration } from './assistant.ts';
import { CallConfiguration } from './calls/configuration.ts';
import { ContentId } from './content/shapes.ts';
import { maximumBundleBytes } from './firmware.ts';
import { CompatibleName } from './firmware-library.ts';
import { TextMessageConfiguration } from './hub-public.ts';
import { InputSettings } from './input-settings.ts';
import { PrinterConfiguration } from './printing.ts';
import { PanelSize, ProfileName } from './profiles.ts';
import { RenewalConfiguration } from './renewal.ts';
import { PresenceConfiguration, SensorConfiguration } from './sensor-configuration.ts';
import { SpeechConfiguration } from './speech.ts';
import { PublicUrl } from './take-away.ts';

const port = Type.Integer({ minimum: 0, maximum: 65_535 });

/** `agent.yaml` in the data folder. Every key has a default; unknown keys are refused. */
export const AgentConfiguration = Type.Object(
  {
    version: Type.Literal(1, { default: 1 }),
    display: Type.Object(
      {
        /** `none` renders without a screen; screenshots and the live view work all the same. */
        sink: Type.Enum(['none', 'kms', 'wayland', 'x11'], { default: 'none' }),
        width: Type.Integer({ minimum: 160, maximum: 7680, default: 1080 }),
        height: Type.Integer({ minimum: 160, maximum: 7680, default: 1920 }),
        framesPerSecond: Type.Integer({ minimum: 1, maximum: 120, default: 25 }),
        /** Whether pictures and videos of the playlist are decoded under the page. */
        attractLayer: Type.Boolean({ default: true }),
        enabled: Type.Boolean({ default: true }),
        /** Size of the panel and its height above the floor, in millimetres: letters, targets and reach follow it. */
        panel: Type.Optional(PanelSize),
        /** How many times longer than usual the screen and the page may take for everything: for a slow board. */
        patience: Type.Optional(Type.Number({ minimum: 1, maximum: 20 })),
      },
      { additionalProperties: false, default: {} },
    ),
    kiosk: Type.Object(
      {
        /** Port of the local page server on 127.0.0.1; 0 takes a free one. */
        port: Type.Integer({ minimum: 0, maximum: 65_535, default: 0 }),
        idleSeconds: Type.Integer({ minimum: 1, maximum: 600, default: 60 }),
        /** At least 20 (WCAG 2.2, 2.2.1): the time to say "I am here". */
        warningSeconds: Type.Integer({ minimum: 20, maximum: 300, default: 20 }),
        /** Id of the office, in the content, that the totem stands in. */
        office: Type.Optional(ContentId),
        /** Profiles that every session begins with, such as `low` on a totem that hangs high. */
        profiles: Type.Array(ProfileName, { default: [], maxItems: 6, uniqueItems: true }),
        /** When the page is loaded anew to give memory back. */
        renewal: Type.Unsafe<RenewalConfiguration>({ ...RenewalConfiguration, default: {} }),
      },
      { additionalProperties: false, default: {} },
    ),
    /** Input devices that may be used: touch panels, keypads, keyboards. */
    touch: Type.Array(InputSettings, { default: [], maxItems: 16 }),
    sensors: Type.Array(SensorConfiguration, { default: [], maxItems: 16 }),
    /** A receipt printer; without it nothing is offered on paper. */
    printer: Type.Optional(PrinterConfiguration),
    presence: Type.Unsafe<PresenceConfiguration>({ ...PresenceConfiguration, default: {} }),
    health: Type.Object(
      { heartbeatSeconds: Type.Integer({ minimum: 1, maximum: 3600, default: 30 }) },
      { additionalProperties: false, default: {} },
    ),
    watchdog: Type.Object(
      {
        /** Minutes after which a totem that is out of service tries again. */
        calmMinutes: Type.Integer({ minimum: 1, maximum: 10_080, default: 60 }),
        /** The command that restarts the board, with its arguments. */
        restartBoard: Type.Array(Type.String({ minLength: 1, maxLength: 240 }), {
          default: ['systemctl', 'reboot'],
          minItems: 1,
          maxItems: 10,
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    service: Type.Object(
      {
        /** Telephone number shown on the out-of-service page; without it the page names none. */
        telephone: Type.Optional(Type.String({ pattern: '^[0-9+() ./-]{3,40}$' })),
      },
      { additionalProperties: false, default: {} },
    ),
    content: Type.Object(
      {
        /** Seconds the page has to show a new release before the former one comes back. */
        proveSeconds: Type.Integer({ minimum: 5, maximum: 600, default: 45 }),
        /** Bytes that must stay free on the disk. */
        reserveBytes: Type.Integer({ minimum: 0, default: 64 * 1024 * 1024 }),
      },
      { additionalProperties: false, default: {} },
    ),
    firmware: Type.Object(
      {
        /** Whether this totem updates its own firmware: it needs RAUC and two slots. */
        enabled: Type.Boolean({ default: false }),
        /** D-Bus address of the bus that RAUC is on; empty for the system bus. */
        bus: Type.String({ maxLength: 240, default: '' }),
        /** `auto`: RAUC streams the bundle where it and the kernel can. `never`: it is downloaded first. */
        streaming: Type.Enum(['auto', 'never'], { default: 'auto' }),
        /** Seconds after the boot in which a new firmware has to have everything as it was, before the soak time. */
        proveSeconds: Type.Integer({ minimum: 60, maximum: 7200, default: 600 }),
        /** Above this no installation is begun. */
        maximumCelsius: Type.Number({ minimum: 0, maximum: 150, default: 80 }),
        /** On battery and below this neither. */
        minimumBatteryPercent: Type.Number({ minimum: 0, maximum: 100, default: 40 }),
      },
      { additionalProperties: false, default: {} },
    ),
    /** Loudspeaker and microphone; each is `default`, `none`, or a device as the sound system calls it. */
    audio: Type.Object(
      {
        /** `auto`: a PulseAudio or PipeWire server where there is one, else ALSA. */
        system: Type.Enum(['auto', 'pulse', 'alsa'], { default: 'auto' }),
        output: Type.String({ minLength: 1, maxLength: 200, default: 'default' }),
        input: Type.String({ minLength: 1, maxLength: 200, default: 'default' }),
      },
      { additionalProperties: false, default: {} },
    ),
    speech: Type.Unsafe<SpeechConfiguration>({ ...SpeechConfiguration, default: {} }),
    camera: Type.Object(
      {
        /** `test` is a moving pattern in place of a camera. */
        source: Type.Enum(['none', 'v4l2', 'test'], { default: 'none' }),
        /** Device node of a V4L2 camera. */
        device: Type.String({ pattern: '^/', maxLength: 240, default: '/dev/video0' }),
      },
      { additionalProperties: false, default: {} },
    ),
    /** Calls to a person, with the camera and the devices of `audio`. */
    calls: Type.Object(
      {
        /** Size of what camera and screen of a call have, in pixels: at least VGA (EN 301 549, 6.5.2). */
        width: Type.Integer({ minimum: 320, maximum: 1920, multipleOf: 8, default: 640 }),
        height: Type.Integer({ minimum: 240, maximum: 1080, multipleOf: 8, default: 480 }),
        framesPerSecond: Type.Integer({ minimum: 10, maximum: 30, default: 25 }),
        /** `test` speaks in place of a microphone; `none` neither speaks nor plays. */
        sound: Type.Enum(['devices', 'test', 'none'], { default: 'devices' }),
      },
      { additionalProperties: false, default: {} },
    ),
    local: Type.Object(
      {
        /** Group whose members may use `totem local` without being the agent's user; null lets it be its own group. */
        group: Type.Union([Type.String({ pattern: '^[a-z_][a-z0-9_-]{0,31}$' }), Type.Null()], {
          default: null,
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    network: Type.Object(
      {
        /** How `totem local network set` changes the network; `auto` takes systemd-networkd where it runs. */
        manager: Type.Enum(['auto', 'systemd-networkd', 'iproute2', 'none'], { default: 'auto' }),
        /** Folder of systemd-networkd's files. */
        folder: Type.String({ pattern: '^/', maxLength: 240, default: '/etc/systemd/network' }),
      },
      { additionalProperties: false, default: {} },
    ),
    assistant: Type.Object(
      {
        /** A language model that words answers; without it they are as the content has them. */
        model: Type.Optional(ModelConfiguration),
      },
      { additionalProperties: false, default: {} },
    ),
    log: Type.Enum(['debug', 'info', 'warn', 'error'], { default: 'info' }),
  },
  { additionalProperties: false },
);
export type AgentConfiguration = Static<typeof AgentConfiguration>;

/** `hub.yaml` in the data folder. Every key has a default; unknown keys are refused. */
export const HubConfiguration = Type.Object(
  {
    version: Type.Literal(1, { default: 1 }),
    /** Address that all listeners bind to. */
    listen: Type.String({ default: '127.0.0.1', maxLength: 100 }),
    /** Names and addresses by which totems reach this hub; the first one goes into what totems are told. */
    hostnames: Type.Array(Type.String({ minLength: 1, maxLength: 253 }), {
      default: ['127.0.0.1', 'localhost'],
      minItems: 1,
      maxItems: 20,
    }),
    ports: Type.Object(
      {
        /** API and pages; put a TLS proxy in front of it (TOTEM_HTTP_PORT wins). */
        http: Type.Unsafe<number>({ ...port, default: 8080 }),
        /** MQTT over mutual TLS (TOTEM_MQTT_PORT wins). */
        mqtt: Type.Unsafe<number>({ ...port, default: 8883 }),
        /** HTTPS for totems: enrolment, pictures of the screen (TOTEM_GATEWAY_PORT wins). */
        gateway: Type.Unsafe<number>({ ...port, default: 8443 }),
        /** HTTPS for totems: bulk, a process of its own (TOTEM_ARTIFACTS_PORT wins). */
        artifacts: Type.Unsafe<number>({ ...port, default: 8444 }),
      },
      { additionalProperties: false, default: {} },
    ),
    /**
     * Address under which citizens' phones reach the public pages, such as `https://totem.example.org`, without a slash
     * at the end. Without it there are none, and totems show no code for them.
     */
    publicUrl: Type.Union([PublicUrl, Type.Null()], { default: null }),
    /** Addresses or networks of proxies in front of `http` whose `X-Forwarded-For` is believed. */
    trustedProxies: Type.Array(Type.String({ pattern: '^[0-9a-fA-F.:]+(?:/[0-9]{1,3})?$', maxLength: 50 }), {
      default: [],
      maxItems: 20,
    }),
    /** Text messages to citizens; needs `publicUrl`. */
    textMessages: Type.Optional(TextMessageConfiguration),
    /** Video calls to the desk. */
    calls: Type.Unsafe<CallConfiguration>({ ...CallConfiguration, default: {} }),
    /** Whether the pages are reached over HTTPS, so that the session cookie is marked Secure. */
    secureCookies: Type.Boolean({ default: false }),
    /** Bytes that must stay free on the disk of the artifact store. */
    reserveBytes: Type.Integer({ minimum: 0, default: 256 * 1024 * 1024 }),
    firmware: Type.Object(
      {
        /** Boards of this fleet (RAUC's `compatible`); bundles for others are refused. Any where none is named. */
        compatible: Type.Array(CompatibleName, { default: [], maxItems: 50, uniqueItems: true }),
        /** Largest bundle, in bytes. */
        maximumBytes: Type.Integer({
          minimum: 1024 * 1024,
          maximum: maximumBundleBytes,
          default: 2 * 1024 * 1024 * 1024,
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    log: Type.Enum(['debug', 'info', 'warn', 'error'], { default: 'info' }),
  },
  { additionalProperties: false },
);
export type HubConfiguration = Static<typeof HubConfiguration>;
