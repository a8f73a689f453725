"""The messages that a cluster sends."""

from typing import Annotated

from wizard.i18n import N_
from wizard.models.fields import NOTIFICATION_GUIDE, SDK, FieldMeta, RequestModel, optional


class TopicDescription(RequestModel):
    """The MNS topic that receives the events."""

    Name: Annotated[str, FieldMeta(NOTIFICATION_GUIDE)] = optional(
        N_("MNS topic"), N_("Your MNS topic. BatchCompute must be authorized to write to it."), "test-topic"
    )
    Endpoint: Annotated[str, FieldMeta(NOTIFICATION_GUIDE)] = optional(
        N_("MNS endpoint"),
        N_("The private endpoint of MNS: http://<account id>.mns.<region>.aliyuncs.com/"),
        "http://1234567890123456.mns.cn-shenzhen.aliyuncs.com/",
    )
    Events: Annotated[list[str], FieldMeta(NOTIFICATION_GUIDE, choices="events")] = optional(
        N_("Events"),
        N_("The events to send: cluster deleted, instance created, instance active."),
        ["OnClusterDeleted"],
    )
    UserData: Annotated[str, FieldMeta(SDK, advanced=True)] = optional(
        N_("User data"), N_("Text sent with each message. Not documented.")
    )
    UserTemplate: Annotated[str, FieldMeta(SDK, advanced=True)] = optional(
        N_("User template"), N_("A template of the message. Not documented.")
    )


class NotificationDescription(RequestModel):
    """Where messages are sent."""

    Topic: Annotated[TopicDescription, FieldMeta(NOTIFICATION_GUIDE)] = optional(
        N_("Topic"), N_("The MNS topic that receives the events.")
    )
