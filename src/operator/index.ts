export { OperatorConfig } from './operator.config.js';
export { OperatorModule } from './operator.module.js';
