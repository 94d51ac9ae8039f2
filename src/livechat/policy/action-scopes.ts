/** By action, whatever its version (`agent/action/list_chats`): scopes of which any one is enough. */
export type ActionScopes = ReadonlyMap<string, readonly string[]>;

const READ_CHATS = ['chats--all:ro', 'chats--access:ro'];
const WRITE_CHATS = ['chats--all:rw', 'chats--access:rw'];
const WRITE_AGENTS = ['agents--my:rw', 'agents--all:rw'];
const READ_BOTS = ['agents-bot--my:ro', 'agents-bot--all:ro'];
const WRITE_BOTS = ['agents-bot--my:rw', 'agents-bot--all:rw'];
const WRITE_GROUPS = ['groups--my:rw', 'groups--all:rw'];
const WRITE_TAGS = ['tags--all:rw', 'tags--groups:rw'];
const LICENSE_PROPERTIES = ['properties.license.value--my:rw', 'properties.license.value--all:rw'];
const GROUP_PROPERTIES = ['properties.group.value--my:rw', 'properties.group.value--all:rw'];
const REPORTS = ['reports_read'];

/**
 * What LiveChat's documents of 2026-06-12 say that an action needs.
 *
 * Only actions whose scopes they state, and that need nothing beside them: any other is LiveChat's to judge. Of two that
 * are for different cases (`my` for oneself, `all` for others), or may both be needed, one is taken to be enough.
 * https://platform.text.com/docs/messaging/agent-chat-api, …/management/configuration-api, …/data-reporting/reports-api
 */
export const documentedActionScopes: ActionScopes = new Map([
  ['agent/action/list_chats', READ_CHATS],
  ['agent/action/list_threads', READ_CHATS],
  ['agent/action/get_chat', READ_CHATS],
  ['agent/action/list_archives', READ_CHATS],
  ['agent/action/follow_chat', READ_CHATS],
  ['agent/action/mark_events_as_seen', READ_CHATS],
  ['agent/action/start_chat', WRITE_CHATS],
  ['agent/action/resume_chat', WRITE_CHATS],
  ['agent/action/deactivate_chat', WRITE_CHATS],
  ['agent/action/transfer_chat', WRITE_CHATS],
  ['agent/action/add_user_to_chat', WRITE_CHATS],
  ['agent/action/remove_user_from_chat', WRITE_CHATS],
  ['agent/action/send_event', WRITE_CHATS],
  ['agent/action/send_event_preview', WRITE_CHATS],
  ['agent/action/send_rich_message_postback', WRITE_CHATS],
  ['agent/action/update_chat_properties', WRITE_CHATS],
  ['agent/action/delete_chat_properties', WRITE_CHATS],
  ['agent/action/update_thread_properties', WRITE_CHATS],
  ['agent/action/delete_thread_properties', WRITE_CHATS],
  ['agent/action/update_event_properties', WRITE_CHATS],
  ['agent/action/delete_event_properties', WRITE_CHATS],
  ['agent/action/tag_thread', WRITE_CHATS],
  ['agent/action/untag_thread', WRITE_CHATS],
  ['agent/action/send_thinking_indicator', WRITE_CHATS],
  ['agent/action/send_typing_indicator', WRITE_CHATS],
  ['agent/action/request_thread_summary', WRITE_CHATS],
  ['agent/action/get_customer', ['customers:ro']],
  ['agent/action/update_customer', ['customers:rw']],
  ['agent/action/ban_customer', ['customers.ban:rw']],
  ['agent/action/multicast', ['multicast:rw']],
  ['agent/action/set_routing_status', [...WRITE_AGENTS, ...WRITE_BOTS]],
  ['agent/action/list_routing_statuses', ['agents--all:ro', 'agents-bot--all:ro']],
  ['configuration/action/get_agent', ['agents--my:ro', 'agents--all:ro']],
  ['configuration/action/list_agents', ['agents--all:ro']],
  ['configuration/action/update_agent', WRITE_AGENTS],
  ['configuration/action/reactivate_email', ['agents--all:rw']],
  ['configuration/action/list_auto_accesses', ['access_rules:ro']],
  ['configuration/action/add_auto_access', ['access_rules:rw']],
  ['configuration/action/update_auto_access', ['access_rules:rw']],
  ['configuration/action/delete_auto_access', ['access_rules:rw']],
  ['configuration/action/create_bot', ['agents-bot--my:rw']],
  ['configuration/action/reset_bot_secret', ['agents-bot--my:rw']],
  ['configuration/action/update_bot', WRITE_BOTS],
  ['configuration/action/delete_bot', WRITE_BOTS],
  ['configuration/action/get_bot', READ_BOTS],
  ['configuration/action/list_bots', READ_BOTS],
  ['configuration/action/create_group', ['groups--all:rw']],
  ['configuration/action/update_group', WRITE_GROUPS],
  ['configuration/action/delete_group', WRITE_GROUPS],
  ['configuration/action/get_group', ['groups--my:ro', 'groups--all:ro']],
  ['configuration/action/list_groups', ['groups--all:ro']],
  ['configuration/action/register_property', ['properties.configuration:rw']],
  ['configuration/action/unregister_property', ['properties.configuration:rw']],
  ['configuration/action/publish_property', ['properties.configuration:rw']],
  ['configuration/action/list_properties', ['properties.configuration:rw']],
  ['configuration/action/update_license_properties', LICENSE_PROPERTIES],
  ['configuration/action/delete_license_properties', LICENSE_PROPERTIES],
  ['configuration/action/update_group_properties', GROUP_PROPERTIES],
  ['configuration/action/delete_group_properties', GROUP_PROPERTIES],
  ['configuration/action/create_tag', WRITE_TAGS],
  ['configuration/action/update_tag', WRITE_TAGS],
  ['configuration/action/delete_tag', WRITE_TAGS],
  ['configuration/action/list_tags', ['tags--all:ro', 'tags--groups:ro']],
  ['configuration/action/register_webhook', ['webhooks.configuration:rw']],
  ['configuration/action/list_webhooks', ['webhooks.configuration:rw']],
  ['configuration/action/unregister_webhook', ['webhooks.configuration:rw']],
  ['configuration/action/enable_license_webhooks', ['webhooks.state:rw']],
  ['configuration/action/disable_license_webhooks', ['webhooks.state:rw']],
  ['configuration/action/get_license_webhooks_state', ['webhooks.state:ro']],
  ['configuration/action/update_company_details', ['organization--my:rw']],
  ['reports/chats/duration', REPORTS],
  ['reports/chats/tags', REPORTS],
  ['reports/chats/total_chats', REPORTS],
  ['reports/chats/ratings', REPORTS],
  ['reports/chats/ranking', REPORTS],
  ['reports/chats/engagement', REPORTS],
  ['reports/chats/greetings_conversion', REPORTS],
  ['reports/chats/forms', REPORTS],
  ['reports/chats/response_time', REPORTS],
  ['reports/chats/first_response_time', REPORTS],
  ['reports/chats/groups', REPORTS],
  ['reports/chats/queued_visitors', REPORTS],
  ['reports/chats/queued_visitors_left', REPORTS],
  ['reports/agents/availability', REPORTS],
  ['reports/agents/performance', REPORTS],
  ['reports/customers/unique_visitors', REPORTS],
  ['reports/tags/chat_usage', REPORTS],
]);
