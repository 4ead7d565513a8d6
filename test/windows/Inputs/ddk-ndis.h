// Debian's ndis.h for an NDIS 5.1 miniport, whose locks are macros over the
// executive's. clang rejects two places of it: an enumeration that ntddndis.h
// has as well, and a prototype that lacks a comma.
#define NDIS_MINIPORT_DRIVER 1
#define NDIS51_MINIPORT 1
#include <ntddk.h>
#include <ntddndis.h>
#define _NDIS_REQUEST_TYPE SgRequestTypeTag
#define NDIS_REQUEST_TYPE SG_REQUEST_TYPE
#define PNDIS_REQUEST_TYPE SG_REQUEST_TYPE_POINTER
#define NdisRequestQueryInformation SgRequest0
#define NdisRequestSetInformation SgRequest1
#define NdisRequestQueryStatistics SgRequest2
#define NdisRequestOpen SgRequest3
#define NdisRequestClose SgRequest4
#define NdisRequestSend SgRequest5
#define NdisRequestTransferData SgRequest6
#define NdisRequestReset SgRequest7
#define NdisRequestGeneric1 SgRequest8
#define NdisRequestGeneric2 SgRequest9
#define NdisRequestGeneric3 SgRequest10
#define NdisRequestGeneric4 SgRequest11
#define NdisMWanIndicateReceiveComplete(...) SgUnused(void)
#include <ndis.h>
