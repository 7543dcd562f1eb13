import { defineTotemCall } from './element.ts';

defineTotemCall(import.meta.url);
