export { LiveChatErrorRenderer } from './errors/livechat-error-renderer.js';
export { LiveChatConfig, livechatConfigFrom, livechatEnv } from './livechat.config.js';
export { LiveChatModule } from './livechat.module.js';
export { LiveChatService } from './livechat.service.js';
