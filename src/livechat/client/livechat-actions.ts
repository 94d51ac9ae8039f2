/** For completion in editors. LiveChat adds actions, so any name in its style is taken. */
type OrAnother<Known extends string> = Known | (string & {});

/** https://platform.text.com/docs/messaging/agent-chat-api */
export type AgentAction = OrAnother<
  | 'list_chats'
  | 'list_threads'
  | 'get_chat'
  | 'list_archives'
  | 'start_chat'
  | 'resume_chat'
  | 'deactivate_chat'
  | 'follow_chat'
  | 'unfollow_chat'
  | 'transfer_chat'
  | 'add_user_to_chat'
  | 'remove_user_from_chat'
  | 'send_event'
  | 'send_rich_message_postback'
  | 'upload_file'
  | 'update_chat_properties'
  | 'delete_chat_properties'
  | 'tag_thread'
  | 'untag_thread'
  | 'get_customer'
  | 'update_customer'
  | 'ban_customer'
  | 'set_routing_status'
  | 'list_routing_statuses'
  | 'list_agents_for_transfer'
  | 'mark_events_as_seen'
  | 'multicast'
>;

/** https://platform.text.com/docs/management/configuration-api */
export type ConfigurationAction = OrAnother<
  | 'create_agent'
  | 'get_agent'
  | 'list_agents'
  | 'update_agent'
  | 'delete_agent'
  | 'create_bot'
  | 'get_bot'
  | 'list_bots'
  | 'create_group'
  | 'get_group'
  | 'list_groups'
  | 'list_tags'
  | 'create_tag'
  | 'list_channels'
  | 'list_webhooks'
  | 'register_webhook'
  | 'unregister_webhook'
  | 'enable_license_webhooks'
  | 'disable_license_webhooks'
  | 'get_license_webhooks_state'
>;

/** https://platform.text.com/docs/data-reporting/reports-api */
export type Report = OrAnother<
  | 'chats/total_chats'
  | 'chats/duration'
  | 'chats/tags'
  | 'chats/ratings'
  | 'chats/ranking'
  | 'chats/engagement'
  | 'chats/response_time'
  | 'chats/first_response_time'
  | 'chats/groups'
  | 'agents/availability'
  | 'agents/performance'
  | 'customers/unique_visitors'
  | 'tags/chat_usage'
>;
