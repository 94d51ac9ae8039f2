import { answerWhere } from './answering.js';

// Takes a token only for the organization that the call says it is for: no tenant gets another's token.
answerWhere(({ url, headers: { authorization } }) => {
  const organizationId = url.slice(url.indexOf('?for=') + '?for='.length);
  return authorization?.startsWith(`Bearer dal:${organizationId}.`) ?? false;
});
