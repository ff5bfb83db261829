"""Every published file of the sample is taken by its reader, as the source it is meant for."""

from collections import Counter

from briefing.sample_data.generate import WORKSPACE

from briefing.sources import read_file

INBOX = WORKSPACE / "inbox"


def test_no_file_of_the_inbox_is_refused() -> None:
    found = [extract for path in sorted(INBOX.rglob("*.*")) for extract in read_file(path)]
    assert Counter(extract.source for extract in found) == {
        "rtt": 31,
        "ae": 31,
        "cancer": 30,
        "diagnostics": 30,
        "referral_returns": 30,
        "system_mapping": 1,
        "ods_trusts": 1,
        "ods_practices": 1,
        "ods_networks": 1,
        "ods_network_members": 1,
        "gp_list_size": 2,
        "practice_map": 1,
        "practice_deprivation": 1,
        "referrals": 1,
        "advice": 1,
        "friends_and_family": 30,
        "patient_voice": 1,
        "wlmds": 3,
    }
    assert Counter(extract.source for extract in found if extract.revised) == {"rtt": 1, "ae": 1}
