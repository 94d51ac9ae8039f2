const check = {
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['up', 'down'] },
    message: { type: 'string', description: 'One sentence for the operator.' },
  },
};

/** What `/health/live` answers. */
export const liveSchema = { type: 'object', properties: { status: { type: 'string', enum: ['ok'] } } };

/** What `/health/ready` answers: the form that `@nestjs/terminus` gives its reports. */
export const healthReportSchema = {
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['ok', 'error', 'shutting_down'] },
    info: { type: 'object', additionalProperties: check, description: 'The checks that are up.' },
    error: { type: 'object', additionalProperties: check, description: 'The checks that are down.' },
    details: {
      type: 'object',
      description: 'Every check.',
      properties: { database: check, migrations: check, keys: check, token_endpoint: check },
    },
  },
};
