/* Operations tables of the Linux kernel, with the members that the tests use at
   the places that they have there (6.1, x86-64). */
#ifndef TEST_LINUX_OPS_H
#define TEST_LINUX_OPS_H
#include "linux.h"
/* What MODULE_LICENSE makes: this is a kernel module. */
static const char License[] __attribute__((used, section(".modinfo"))) =
    "license=GPL";
void msleep(unsigned);
void vfree(const void *);
void local_bh_disable(void);
void local_bh_enable(void);

struct uart_port {
  spinlock_t lock;
  int Line;
  void *private_data;
};
struct uart_ops {
  void *Before[4];
  void (*start_tx)(struct uart_port *);
  void *Between[7];
  int (*startup)(struct uart_port *);
};

struct tty_struct {
  void *driver_data;
};
struct usb_hcd;
struct hc_driver {
  const char *description, *product_desc;
  size_t hcd_priv_size;
  int (*irq)(struct usb_hcd *);
  int flags;
  int (*reset)(struct usb_hcd *);
  int (*start)(struct usb_hcd *);
};
struct file;
struct tty_operations {
  void *Before[3];
  int (*open)(struct tty_struct *, struct file *);
  void (*close)(struct tty_struct *, struct file *);
  void *Between[12];
  void (*stop)(struct tty_struct *);
  void (*start)(struct tty_struct *);
};

struct irq_data {
  void *chip_data;
};
struct irq_chip {
  const char *name;
  void *Before[5];
  void (*irq_mask)(struct irq_data *);
  void *Between[7];
  void (*irq_bus_lock)(struct irq_data *);
  void (*irq_bus_sync_unlock)(struct irq_data *);
};

struct clk_hw {
  void *core;
};
struct clk_ops {
  int (*prepare)(struct clk_hw *);
  void *Between[3];
  int (*enable)(struct clk_hw *);
};

struct sk_buff;
struct net_device {
  void *priv;
};
struct net_device_ops {
  void *Before[2];
  int (*ndo_open)(struct net_device *);
  void *Stop;
  int (*ndo_start_xmit)(struct sk_buff *, struct net_device *);
  void *Between[3];
  void (*ndo_set_rx_mode)(struct net_device *);
};
struct napi_struct {
  int state;
};
void netif_napi_add_weight(struct net_device *, struct napi_struct *,
                           int (*)(struct napi_struct *, int), int);
struct ethtool_ops {
  void *Before[26];
  int (*begin)(struct net_device *);
  void (*complete)(struct net_device *);
  void *Between[27];
  int (*get_link_ksettings)(struct net_device *, void *);
};

struct Scsi_Host {
  void *hostdata;
};
struct scsi_cmnd {
  struct Scsi_Host *host;
};
struct scsi_host_template {
  void *Module;
  int (*queuecommand)(struct Scsi_Host *, struct scsi_cmnd *);
  void *Between[8];
  int (*eh_abort_handler)(struct scsi_cmnd *);
};

struct ata_port {
  struct Scsi_Host *scsi_host;
  void *ops;
  spinlock_t *lock;
};
struct ata_queued_cmd {
  struct ata_port *ap;
};
struct ata_port_operations {
  void *Before[3];
  unsigned (*qc_issue)(struct ata_queued_cmd *);
  void *Between[8];
  void (*freeze)(struct ata_port *);
};

struct urb {
  char Before[176];
  void (*complete)(struct urb *);
};
struct usb_ep;
struct usb_request {
  char Before[56];
  void (*complete)(struct usb_ep *, struct usb_request *);
};
struct usb_interface {
  void *data;
};
struct usb_driver {
  const char *name;
  void *Before[6];
  int (*pre_reset)(struct usb_interface *);
  int (*post_reset)(struct usb_interface *);
};
struct dma_async_tx_descriptor {
  char Before[40];
  void (*callback)(void *);
  void *callback_result, *callback_param;
};

struct input_dev {
  char Before[480];
  int (*event)(struct input_dev *, unsigned, unsigned, int);
};
struct led_classdev {
  char Before[32];
  void (*brightness_set)(struct led_classdev *, int);
};
struct console {
  char name[16];
  void (*write)(struct console *, const char *, unsigned);
};
struct irq_work {
  char Before[16];
  void (*func)(struct irq_work *);
};
int smp_call_function_single(int, void (*)(void *), void *, int);
struct platform_device {
  void *data;
};
struct platform_driver {
  int (*probe)(struct platform_device *);
  int (*remove)(struct platform_device *);
};
#endif
