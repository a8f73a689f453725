"""The messages that a cluster sends."""

from typing import Annotated

from pydantic import Field

from wizard.i18n import N_
from wizard.models.fields import NOTIFICATION_GUIDE, OMITTED, SDK, FieldMeta, RequestModel


class TopicDescription(RequestModel):
    """The MNS topic that receives the events."""

    Name: Annotated[str, FieldMeta(NOTIFICATION_GUIDE)] = Field(
        OMITTED,
        title=N_("MNS topic"),
        description=N_("Your MNS topic. BatchCompute must be authorized to write to it."),
        examples=["test-topic"],
    )
    Endpoint: Annotated[str, FieldMeta(NOTIFICATION_GUIDE)] = Field(
        OMITTED,
        title=N_("MNS endpoint"),
        description=N_("The private endpoint of MNS: http://<account id>.mns.<region>.aliyuncs.com/"),
        examples=["http://1234567890123456.mns.cn-shenzhen.aliyuncs.com/"],
    )
    Events: Annotated[list[str], FieldMeta(NOTIFICATION_GUIDE, choices="events")] = Field(
        OMITTED,
        title=N_("Events"),
        description=N_("The events to send: cluster deleted, instance created, instance active."),
        examples=[["OnClusterDeleted"]],
    )
    UserData: Annotated[str, FieldMeta(SDK, advanced=True)] = Field(
        OMITTED, title=N_("User data"), description=N_("Text sent with each message. Not documented.")
    )
    UserTemplate: Annotated[str, FieldMeta(SDK, advanced=True)] = Field(
        OMITTED, title=N_("User template"), description=N_("A template of the message. Not documented.")
    )


class NotificationDescription(RequestModel):
    """Where messages are sent."""

    Topic: Annotated[TopicDescription, FieldMeta(NOTIFICATION_GUIDE)] = Field(
        OMITTED, title=N_("Topic"), description=N_("The MNS topic that receives the events.")
    )
