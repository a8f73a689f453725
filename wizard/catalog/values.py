"""Built-in values, from the public reference of BatchCompute and its official command line and SDK."""

from wizard.i18n import N_

# Of the list in the user guide, November 2024; the last two only of the official Python library 2.1.7.
REGIONS = {
    "cn-beijing": N_("China (Beijing)"),
    "cn-zhangjiakou": N_("China (Zhangjiakou)"),
    "cn-huhehaote": N_("China (Hohhot)"),
    "cn-hangzhou": N_("China (Hangzhou)"),
    "cn-shanghai": N_("China (Shanghai)"),
    "cn-shenzhen": N_("China (Shenzhen)"),
    "cn-chengdu": N_("China (Chengdu)"),
    "cn-hongkong": N_("China (Hong Kong)"),
    "ap-southeast-1": N_("Singapore"),
    "eu-central-1": N_("Germany (Frankfurt)"),
    "us-west-1": N_("US (Silicon Valley)"),
    "us-east-1": N_("US (Virginia)"),
    "cn-qingdao": N_("China (Qingdao)"),
    "ap-southeast-2": N_("Australia (Sydney)"),
}

IMAGES = (
    ("img-ubuntu", N_("Ubuntu, original image"), "Linux"),
    ("img-ubuntu-vpc", N_("Ubuntu 14.04 with Docker 17, for VPCs"), "Linux"),
    ("img-centos", N_("CentOS, original image"), "Linux"),
    ("img-centos-vpc", N_("CentOS 6.8, for VPCs"), "Linux"),
    ("img-windows", N_("Windows Server, original image"), "Windows"),
    ("img-windows-vpc", N_("Windows Server 2008 R2, for VPCs"), "Windows"),
)
"""Id, title and platform."""

DISK_TYPES = {
    "cloud_efficiency": N_("Ultra disk: for most workloads"),
    "cloud_ssd": N_("SSD disk: fast random access, higher price"),
    "cloud": N_("Basic disk: older instance types only"),
    "ephemeral": N_("Local disk: bcs.* and older instance types only"),
    "ephemeral_ssd": N_("Local SSD: older instance types only"),
}

CLUSTER_EVENTS = {
    "OnClusterDeleted": N_("The cluster was deleted"),
    "OnInstanceCreated": N_("An instance of the cluster was created"),
    "OnInstanceActive": N_("An instance of the cluster is ready"),
}

_STATES = ("Waiting", "Running", "Stopped", "Finished", "Failed")
JOB_EVENTS = frozenset(
    {"OnPriorityChange", *(f"On{what}{state}" for what in ("Job", "Task", "Instance") for state in _STATES)}
)

LOCALES = {
    "UTF-8": N_("Unicode: the usual choice on Linux"),
    "GBK": N_("Simplified Chinese: the default of the official clients"),
    "GB2312-80": N_("Simplified Chinese, older and smaller than GBK"),
    "BIG5": N_("Traditional Chinese"),
    "ANSI": N_("The code page of the Windows instance"),
    "EUC-JP": N_("Japanese on Unix"),
    "EUC-TW": N_("Traditional Chinese on Unix"),
    "EUC-KR": N_("Korean on Unix"),
    "SHIFT-JIS": N_("Japanese on Windows"),
    "KSC5601": N_("Korean"),
}

ISV_SERVICES = {"GTX": N_("GTX: the only software service in the API reference")}

SCHEDULE_TYPES = {
    "LowLatency": N_("Start tasks with the least delay"),
    "Poll": N_("Instances ask for tasks"),
    "Push": N_("The service assigns tasks to instances"),
}

ROUTER_TYPES = {
    "VRouter": N_("Router of another VPC"),
    "VBR": N_("Border router of a leased line; requires an access point"),
}

RESOURCE_TYPES = {
    "OnDemand": N_("Pay-as-you-go: kept until you delete the cluster"),
    "Spot": N_("Spot: cheaper spare capacity that can be reclaimed"),
}

SPOT_STRATEGIES = {
    "SpotWithPriceLimit": N_("Set maximum price: the market price up to your limit"),
    "SpotAsPriceGo": N_("Automatic bid: the market price, never above pay-as-you-go"),
}
