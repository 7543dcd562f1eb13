export { createFeedbackClient, type FeedbackClient } from './client.ts';
export { Helped } from './Helped.tsx';
export { Thanks } from './Thanks.tsx';
