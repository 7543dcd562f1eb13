export { createSearchClient, type SearchClient } from './client.ts';
export { SearchScreen } from './SearchScreen.tsx';
export { SearchTyping } from './SearchTyping.tsx';
