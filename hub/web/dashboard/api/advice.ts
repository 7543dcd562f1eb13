import type { Problem } from '../../../../protocol/errors.ts';

/** What an admin can do about a problem; the hub's own sentence where it already says so. */
export function adviceOn(problem: Problem): string {
  switch (problem.code) {
    case 'session_active':
      return 'A citizen is using this totem. Wait until the session ends, then try again.';
    case 'offline':
      return 'This totem is not connected. Commands are never kept for later: try again when it is online.';
    case 'expired':
      return 'The totem did not answer in time. Check its connection, then try again.';
    case 'unauthenticated':
      return 'Your session has ended. Sign in again.';
    case 'too_many_requests':
      return 'Too many tries in a short time. Wait a minute, then try again.';
    default:
      return problem.message;
  }
}
