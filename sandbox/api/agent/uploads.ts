import { extname } from 'node:path';

import { readMultipart } from '../../http/multipart.js';
import type { ApiActions, ApiCall } from '../api-call.js';
import { ApiError, wrongFormat } from '../api-error.js';
import { freshId } from './events.js';

const LIMIT_BYTES = 10 * 1024 * 1024;
const EXECUTABLES = new Set(['.bat', '.cmd', '.com', '.dll', '.exe', '.msi', '.ps1', '.scr', '.sh']);

function uploadFile({ http, origin, data }: ApiCall): unknown {
  if (http.isBodyTooLarge) throw new ApiError('entity_too_large');
  const parts = readMultipart(http.body, http.headers['content-type'] ?? '');
  const file = parts.find(({ name }) => name === 'file');
  if (file === undefined) throw wrongFormat('a multipart field named file is required');
  if (file.content.length > LIMIT_BYTES) throw new ApiError('entity_too_large');
  const fileName = file.fileName ?? 'file';
  if (EXECUTABLES.has(extname(fileName).toLowerCase())) throw wrongFormat('executables are not accepted');
  const path = `${data.organization.licenseId}/${freshId()}/${encodeURIComponent(fileName)}`;
  return { url: `${origin}/_sandbox/files/${path}` };
}

/** Files for `send_event`. */
export const uploads: ApiActions = {
  upload_file: { scopes: [], isUpload: true, run: uploadFile },
};
