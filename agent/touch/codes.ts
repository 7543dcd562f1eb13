/** Numbers of linux/input-event-codes.h that touch panels and keypads use. */
export const ev = { syn: 0x00, key: 0x01, abs: 0x03, max: 0x1f } as const;

export const syn = { report: 0, mtReport: 2, dropped: 3 } as const;

export const abs = {
  x: 0x00,
  y: 0x01,
  pressure: 0x18,
  slot: 0x2f,
  touchMajor: 0x30,
  positionX: 0x35,
  positionY: 0x36,
  toolType: 0x37,
  trackingId: 0x39,
  mtPressure: 0x3a,
  distance: 0x3b,
} as const;

/** BTN_TOUCH, the finger of a single-touch panel. */
export const buttonTouch = 0x14a;

/** MT_TOOL_PALM, what a panel says that it takes for no finger itself. */
export const toolPalm = 2;

/** INPUT_PROP_POINTER: a touchpad, whose places are no places on the screen. */
export const propertyPointer = 0;

/** Number of codes of a kind, for bit fields: KEY_CNT, ABS_CNT, EV_CNT, INPUT_PROP_CNT. */
export const counts = { key: 0x300, abs: 0x40, ev: 0x20, property: 0x20 } as const;
