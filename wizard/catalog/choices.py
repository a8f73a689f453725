"""Values that fields of the request are known to take, each with what it means.

The lists follow the public reference of BatchCompute and, where that is silent, its official command line and
Python library. A field may take other values too: what is absent here is unknown, not wrong.
"""

from collections.abc import Mapping
from types import MappingProxyType

from wizard.catalog.values import Choice


def _choices(titles: Mapping[str, str]) -> Mapping[str, Choice]:
    return MappingProxyType({value: Choice(value, title) for value, title in titles.items()})


DISK_TYPES = _choices(
    {
        "cloud_efficiency": "Ultra cloud disk: the usual choice, for most work",
        "cloud_ssd": "SSD cloud disk: fast random access, costs more",
        "cloud": "Basic cloud disk: older instance types only",
        "ephemeral": "Local disk of the machine: bcs.* and older instance types",
        "ephemeral_ssd": "Local SSD of the machine: older instance types only",
    }
)

CLUSTER_EVENTS = _choices(
    {
        "OnClusterDeleted": "The cluster has been deleted",
        "OnInstanceCreated": "A machine of the cluster has been created",
        "OnInstanceActive": "A machine of the cluster is ready for work",
    }
)

JOB_EVENTS = _choices(
    {
        "OnJobWaiting": "A job waits",
        "OnJobRunning": "A job runs",
        "OnJobStopped": "A job was stopped",
        "OnJobFinished": "A job has finished",
        "OnJobFailed": "A job has failed",
        "OnTaskWaiting": "A task of a job waits",
        "OnTaskRunning": "A task of a job runs",
        "OnTaskStopped": "A task of a job was stopped",
        "OnTaskFinished": "A task of a job has finished",
        "OnTaskFailed": "A task of a job has failed",
        "OnInstanceWaiting": "An instance of a task waits",
        "OnInstanceRunning": "An instance of a task runs",
        "OnInstanceStopped": "An instance of a task was stopped",
        "OnInstanceFinished": "An instance of a task has finished",
        "OnInstanceFailed": "An instance of a task has failed",
        "OnPriorityChange": "The priority of a job was changed",
    }
)

LOCALES = _choices(
    {
        "UTF-8": "Unicode: the usual choice on Linux",
        "GBK": "Simplified Chinese: the default of the official clients",
        "GB2312-80": "Simplified Chinese, older and smaller than GBK",
        "BIG5": "Traditional Chinese",
        "ANSI": "The code page of the Windows machine",
        "EUC-JP": "Japanese on Unix",
        "EUC-TW": "Traditional Chinese on Unix",
        "EUC-KR": "Korean on Unix",
        "SHIFT-JIS": "Japanese on Windows",
        "KSC5601": "Korean",
    }
)

ISV_SERVICES = _choices({"GTX": "GTX: the one service of a software vendor that the reference names"})

SCHEDULE_TYPES = _choices(
    {
        "LowLatency": "Start work with the least delay",
        "Poll": "Machines ask for work",
        "Push": "The service hands work to the machines",
    }
)

ROUTER_TYPES = _choices(
    {
        "VRouter": "Router of another VPC",
        "VBR": "Border router of a leased line; needs an access point",
    }
)

RESOURCE_TYPES = _choices(
    {
        "OnDemand": "Paid by use, kept until you delete it",
        "Spot": "Left-over capacity: cheaper, and may be taken away at any time",
    }
)

SPOT_STRATEGIES = _choices(
    {
        "SpotWithPriceLimit": "Pay the market price, up to your limit per machine and hour",
        "SpotAsPriceGo": "Pay the market price, never above pay-as-you-go",
    }
)

INSTANCE_FAMILIES = _choices(
    {
        "bcs.a2": "BatchCompute's own, 2 GB per vCPU, local disk",
        "bcs.b2": "BatchCompute's own, 2 GB per vCPU, large local disk",
        "bcs.b4": "BatchCompute's own, 4 GB per vCPU, large local disk",
        "ecs.c1": "Compute, first generation",
        "ecs.c2": "Compute, first generation, large",
        "ecs.c4": "Compute, high clock speed",
        "ecs.c5": "Compute, 2 GB per vCPU",
        "ecs.ce4": "Memory, high clock speed",
        "ecs.cm4": "General purpose, high clock speed",
        "ecs.e3": "Memory, second generation",
        "ecs.g5": "General purpose, 4 GB per vCPU",
        "ecs.ga1": "GPU for graphics and rendering",
        "ecs.gn4": "GPU for computing",
        "ecs.i1": "Storage, local SSD",
        "ecs.m1": "Memory, first generation",
        "ecs.m2": "Memory, first generation, large",
        "ecs.mn4": "General purpose, shared CPU",
        "ecs.n1": "Compute, second generation",
        "ecs.n2": "General purpose, second generation",
        "ecs.n4": "Compute, shared CPU",
        "ecs.r5": "Memory, 8 GB per vCPU",
        "ecs.s1": "Small, first generation",
        "ecs.s2": "Small, first generation",
        "ecs.s3": "Small, first generation",
        "ecs.se1": "Memory, 8 GB per vCPU",
        "ecs.se1ne": "Memory, 8 GB per vCPU, fast network",
        "ecs.sn1": "Compute, 2 GB per vCPU",
        "ecs.sn1ne": "Compute, 2 GB per vCPU, fast network",
        "ecs.sn2": "General purpose, 4 GB per vCPU",
        "ecs.sn2ne": "General purpose, 4 GB per vCPU, fast network",
        "ecs.t1": "Smallest, first generation",
        "ecs.xn4": "Smallest, shared CPU",
    }
)
