"""All that a challenge is made from, for one organisation: as at a meeting, or as at one that nobody has called."""

from briefing.build.inputs import as_at, context_of, lags_of, meeting_of, workspace_for
from briefing.build.publishing import earlier_of
from briefing.challenge.inputs import ChallengeInputs, challenge_inputs, meeting_inputs
from briefing.challenge.trying import trial_meeting
from briefing.measures import ALL
from briefing.protection.suppression import NOTHING_EARLIER
from briefing.workspace import Workspace


def inputs_of(
    workspace: Workspace, org: str, meeting_id: str | None = None, *, as_published: bool
) -> ChallengeInputs:
    """Read all that the challenge of a pack is made from. `as_published`: beside all that any pack has shown."""
    meeting = None if meeting_id is None else meeting_of(workspace, meeting_id)
    with context_of(workspace if meeting is None else workspace_for(workspace, meeting)) as context:
        code = context.named(org).code
        meeting = meeting or trial_meeting(
            provider_code=code,
            commissioner_code=workspace.settings.commissioner.code or ALL,
            today=as_at(workspace, context),
            lags=lags_of(workspace),
        )
        shared = meeting_inputs(workspace, meeting)
        preset = workspace.settings.suppression
        earlier = earlier_of(workspace, [code]) if as_published else NOTHING_EARLIER
        return next(challenge_inputs(shared, context, preset=preset, providers=[code], earlier=earlier))
