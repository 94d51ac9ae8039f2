export { OperatorConfig } from './operator.config.js';
export { OperatorModule } from './operator.module.js';
export { product } from './product.js';
