"""The messages that a cluster sends."""

from wizard.request.fields import NOTIFICATION_GUIDE, SDK, Part, field


class TopicDescription(Part):
    """The topic of the message service (MNS) that events go to."""

    Name: str = field(
        "Topic",
        "An MNS topic of yours that BatchCompute may write to.",
        source=NOTIFICATION_GUIDE,
        example="test-topic",
    )
    Endpoint: str = field(
        "Endpoint",
        "The private endpoint of MNS: http://<account id>.mns.<region>.aliyuncs.com/",
        source=NOTIFICATION_GUIDE,
        example="http://1234567890123456.mns.cn-shenzhen.aliyuncs.com/",
    )
    Events: list[str] = field(
        "Events",
        "What is told: the cluster is deleted, a machine is created, a machine is ready.",
        source=NOTIFICATION_GUIDE,
        example=["OnClusterDeleted"],
        choices="events",
    )
    UserData: str = field("User data", "Text that is sent along; not documented.", source=SDK, advanced=True)
    UserTemplate: str = field(
        "User template", "A template of the message; not documented.", source=SDK, advanced=True
    )


class NotificationDescription(Part):
    """Where messages go."""

    Topic: TopicDescription = field(
        "Topic", "The topic of the message service (MNS) that events go to.", source=NOTIFICATION_GUIDE
    )
