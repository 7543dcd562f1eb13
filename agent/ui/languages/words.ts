import type it from './it.json';
import type serviceIt from './service.it.json';

/** The endings by which i18next tells plural forms apart: the categories of `Intl.PluralRules`. */
type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';

/** `category.services` for the text `category.services_one`. */
type WithoutForm<Key extends string> = Key extends `${infer Base}_${PluralForm}` ? Base : Key;

type KeysOf<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string
    ? WithoutForm<Key>
    : `${Key}.${KeysOf<Texts[Key]>}`;
}[keyof Texts & string];

/** Every text that the page may ask for; Italian has them all. */
export type WordKey = KeysOf<typeof it> | `service.${KeysOf<typeof serviceIt>}`;

/** Texts for codes that other parts of the system give out, and that Italian alone may have. */
export type CatalogueKey = `faults.${string}` | `findings.${string}` | `service.patterns.${string}`;

export type Values = Readonly<Record<string, string | number | boolean>>;

/** Says a text in one language; `count` among the values chooses its plural form. */
export interface Words {
  (key: WordKey, values?: Values): string;
  (key: CatalogueKey, values: Values & { defaultValue: string }): string;
}

/** What a language's file must hold: each text of the Italian one, in whatever plural forms it needs. */
export type SameTexts<Texts> = {
  [Key in keyof Texts & string as WithoutForm<Key> extends Key ? Key : never]: Texts[Key] extends string
    ? string
    : SameTexts<Texts[Key]>;
} & { [Key in keyof Texts & string as `${WithoutForm<Key>}_other` & PluralKey<Key>]: string };

type PluralKey<Key extends string> = WithoutForm<Key> extends Key ? never : `${WithoutForm<Key>}_other`;
