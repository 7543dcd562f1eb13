import Type from 'typebox';

/** Keys that may be left out, in more than one kind of page. */

/** A key that may be left out, or be there without a value as YAML writes `phone:`. */
export const optionalText = (
  maximum: number,
  description: string,
  more: { pattern?: string; format?: string } = {},
) =>
  Type.Optional(
    Type.Unsafe<string | null>({
      type: ['string', 'null'],
      minLength: 1,
      maxLength: maximum,
      ...more,
      description,
    }),
  );

export const mediaPath = (endings: string) => `^media/[^\\\\]+\\.(?:${endings})$`;

export const officeText = optionalText(
  64,
  'id of the office that answers for it: the name of a folder in offices/',
);

export const linkText = optionalText(300, 'address of a public page, starting with https://', {
  pattern: '^https://[^\\s/?#@\\\\]+(?:[/?#]\\S*)?$',
  format: 'uri',
});

export const pictureText = optionalText(240, 'path of a picture (jpg, png, webp, svg) under media/', {
  pattern: mediaPath('jpg|jpeg|png|webp|svg'),
});
