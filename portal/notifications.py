"""What the portal sends emails about. A new kind needs one line here; keys are stored."""

from portal.mail.kinds import Kind

PLACE = "Your place in a partnership"
MEETINGS = "Meetings and minutes"
ACTIONS = "Actions and attendance"
PROTOCOLS = "Protocols"
SURVEY = "Annual return"

KINDS = (
    Kind("invitation", "You are invited to a partnership", optional=False, group=PLACE),
    Kind("role_changed", "Your role in a partnership changes", optional=False, group=PLACE),
    Kind("agenda_published", "The agenda of a meeting is published", group=MEETINGS),
    Kind("paper_added", "A paper is added to a published agenda", group=MEETINGS),
    Kind("meeting_changed", "A meeting is moved or cancelled", group=MEETINGS),
    Kind("proposal_made", "Somebody proposes an agenda item", group=MEETINGS),
    Kind("proposal_answered", "Your proposal of an agenda item is answered", group=MEETINGS),
    Kind("minutes_circulated", "Minutes are circulated for amendments", group=MEETINGS),
    Kind("minutes_confirmed", "Minutes are confirmed", group=MEETINGS),
    Kind("amendment_proposed", "Somebody proposes an amendment to minutes", group=MEETINGS),
    Kind("amendment_answered", "Your amendment to minutes is answered", group=MEETINGS),
    Kind("action_assigned", "You are given an action", group=ACTIONS),
    Kind("action_due", "An action of yours is due soon", group=ACTIONS),
    Kind("action_overdue", "An action of yours is overdue", group=ACTIONS),
    Kind("attendance_shown", "Your attendance record is ready for your reply", group=ACTIONS),
    Kind("protocol_consultation", "A protocol opens for your comments", group=PROTOCOLS),
    Kind("protocol_signature", "A protocol waits for your signature", group=PROTOCOLS),
    Kind("protocol_answered", "Your comment on a protocol is answered", group=PROTOCOLS),
    Kind("protocol_in_force", "A protocol comes into force", group=PROTOCOLS),
    Kind("protocol_ended", "A protocol or a signature is withdrawn", group=PROTOCOLS),
    Kind("protocol_review", "A protocol is due for review", group=PROTOCOLS),
    Kind("obligation_due", "An obligation under a protocol is due", group=PROTOCOLS),
    Kind("wave_opened", "A survey opens", group=SURVEY),
    Kind("section_assigned", "You are given a section of the return", group=SURVEY),
    Kind("section_due", "A section given to you is due soon", group=SURVEY),
    Kind("return_ready", "A return waits for your sign-off", optional=False, group=SURVEY),
    Kind("return_sent_back", "A declared return goes back to the team", group=SURVEY),
    Kind("return_signed_off", "The return is signed off", group=SURVEY),
    Kind("return_accepted", "The return is accepted", group=SURVEY),
    Kind("query_raised", "The evaluation team asks about the return", optional=False, group=SURVEY),
    Kind("query_answered", "A partnership answers a query or asks for a reopening", group=SURVEY),
    Kind("query_settled", "A query is settled", group=SURVEY),
    Kind("return_reopened", "The return is reopened", optional=False, group=SURVEY),
    Kind("return_extended", "The return gets more time", group=SURVEY),
    Kind("return_reminder", "The return is due", optional=False, group=SURVEY),
)
