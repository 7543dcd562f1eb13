export { cardPage } from './card.ts';
export { bareDocument, document } from './frame.ts';
export { homePage } from './home.ts';
export { eventPage, newsPage } from './news.ts';
export { gonePage, missingPage } from './notice.ts';
export { officePage } from './office.ts';
export { titleOf } from './title.ts';
export { type Page, pictureEnding, pictureTypes, textOf, type View, versionOf } from './view.ts';
