import type { ApiActions } from '../api-call.js';
import { agents } from './agents.js';
import { groups } from './groups.js';
import { tags } from './tags.js';
import { webhooks } from './webhooks.js';

const organization: ApiActions = {
  list_channels: {
    scopes: [],
    run: () => [
      { channel_type: 'code', channel_subtype: '', first_activity_timestamp: '2025-02-03T10:00:00.000000Z' },
      {
        channel_type: 'direct_link',
        channel_subtype: '',
        first_activity_timestamp: '2025-04-12T14:20:00.000000Z',
      },
    ],
  },
  check_product_limits_for_plan: { scopes: [], run: () => [] },
  get_product_source: { scopes: [], run: () => ({ source: 'sandbox' }) },
  list_license_properties: { scopes: [], run: () => ({}) },
};

/** `/v3.x/configuration/action/*` */
export const configurationActions: ApiActions = {
  ...agents,
  ...groups,
  ...tags,
  ...webhooks,
  ...organization,
};
