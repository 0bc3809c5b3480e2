"""The group chats of towns, departments and the duty desk."""
