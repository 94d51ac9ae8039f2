export { setUpOpenApi } from './openapi/set-up-open-api.js';
export { OperationsModule } from './operations.module.js';
