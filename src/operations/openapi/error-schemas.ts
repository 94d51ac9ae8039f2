import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** The reasons that programs decide on, as section "Errors" of the contract lists them. */
const GATEWAY_REASONS = [
  'not_signed_in',
  'reauthorization_required',
  'fix_configuration',
  'license_expired',
  'uninstalled',
  'forbidden_path',
  'invalid_path',
  'cross_site_request',
  'tenant_mismatch',
  'tenant_required',
  'body_too_large',
  'upstream_unreachable',
  'upstream_timeout',
  'renewal_unavailable',
];

/** The two shapes an error of ours has. */
export const errorSchemas: Schemas = {
  Problem: {
    type: 'object',
    description: 'RFC 9457 problem details. Decide on `reason`; show `detail`; quote `requestId`.',
    required: ['type', 'title', 'status', 'detail', 'reason', 'requestId'],
    properties: {
      type: { type: 'string', format: 'uri', example: 'urn:livechat-app:error:not_signed_in' },
      title: { type: 'string', example: 'Unauthorized' },
      status: { type: 'integer', example: 401 },
      detail: { type: 'string', description: 'One sentence that says what to do next.' },
      reason: { type: 'string', example: 'not_signed_in' },
      requestId: { type: 'string', description: 'Also in the `x-request-id` header.' },
      reconnect_url: {
        type: 'string',
        format: 'uri',
        description: 'Where signing in again starts, when that helps.',
      },
    },
    additionalProperties: true,
  },
  LiveChatError: {
    type: 'object',
    description:
      'LiveChat’s own shape, so that its SDKs understand our errors too. Ours carry `data.reason`.',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['type', 'message'],
        properties: {
          type: { type: 'string', example: 'authentication' },
          message: { type: 'string' },
          data: {
            type: 'object',
            properties: {
              reason: { type: 'string', enum: GATEWAY_REASONS },
              reconnect_url: { type: 'string', format: 'uri' },
            },
            additionalProperties: true,
          },
        },
      },
    },
  },
};
