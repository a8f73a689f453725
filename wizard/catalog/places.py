"""Regions and official images."""

from collections.abc import Mapping
from types import MappingProxyType

from wizard.catalog.values import Image, Region

_GUIDE = "list of regions in the user guide, November 2024"
_LIBRARY = "official Python library batchcompute 2.1.7"

REGIONS: Mapping[str, Region] = MappingProxyType(
    {
        region.id: region
        for region in (
            Region("cn-beijing", "China (Beijing)", _GUIDE),
            Region("cn-zhangjiakou", "China (Zhangjiakou)", _GUIDE),
            Region("cn-huhehaote", "China (Hohhot)", _GUIDE),
            Region("cn-hangzhou", "China (Hangzhou)", _GUIDE),
            Region("cn-shanghai", "China (Shanghai)", _GUIDE),
            Region("cn-shenzhen", "China (Shenzhen)", _GUIDE),
            Region("cn-chengdu", "China (Chengdu)", _GUIDE),
            Region("cn-hongkong", "China (Hong Kong)", _GUIDE),
            Region("ap-southeast-1", "Singapore", _GUIDE),
            Region("eu-central-1", "Germany (Frankfurt)", _GUIDE),
            Region("us-west-1", "US (Silicon Valley)", _GUIDE),
            Region("us-east-1", "US (Virginia)", _GUIDE),
            Region("cn-qingdao", "China (Qingdao)", _LIBRARY),
            Region("ap-southeast-2", "Australia (Sydney)", _LIBRARY),
        )
    }
)

IMAGES: Mapping[str, Image] = MappingProxyType(
    {
        image.id: image
        for image in (
            Image("img-ubuntu", "Ubuntu, the original image", "Linux", vpc=False),
            Image("img-ubuntu-vpc", "Ubuntu 14.04 with Docker 17, for a VPC", "Linux", vpc=True),
            Image("img-centos", "CentOS, the original image", "Linux", vpc=False),
            Image("img-centos-vpc", "CentOS 6.8, for a VPC", "Linux", vpc=True),
            Image("img-windows", "Windows Server, the original image", "Windows", vpc=False),
            Image("img-windows-vpc", "Windows Server 2008 R2, for a VPC", "Windows", vpc=True),
        )
    }
)
