/* Lets ippeveprinter (cups-ipp-utils) start where no DNS-SD service runs: it registers itself with Avahi and gives up
 * if it cannot. These are the calls it makes, answering "done". Preloaded in tests alone; without libc on purpose.
 * Signatures: avahi-client/client.h, publish.h, avahi-common/thread-watch.h, strlst.h. */
typedef void *handle;
static int there;

handle avahi_threaded_poll_new(void) { return &there; }
handle avahi_threaded_poll_get(handle p) { (void)p; return &there; }
int avahi_threaded_poll_start(handle p) { (void)p; return 0; }
void avahi_threaded_poll_lock(handle p) { (void)p; }
void avahi_threaded_poll_unlock(handle p) { (void)p; }
handle avahi_client_new(handle poll, int flags, handle callback, handle data, int *error)
{
    (void)poll; (void)flags; (void)callback; (void)data;
    if (error) *error = 0;
    return &there;
}
int avahi_client_errno(handle c) { (void)c; return 0; }
const char *avahi_client_get_host_name_fqdn(handle c) { (void)c; return "localhost"; }
handle avahi_entry_group_new(handle c, handle callback, handle data) { (void)c; (void)callback; (void)data; return &there; }
int avahi_entry_group_add_service_strlst(handle g) { (void)g; return 0; }
int avahi_entry_group_add_service_subtype(handle g) { (void)g; return 0; }
int avahi_entry_group_commit(handle g) { (void)g; return 0; }
int avahi_entry_group_free(handle g) { (void)g; return 0; }
handle avahi_string_list_add_printf(handle list) { return list; }
void avahi_string_list_free(handle list) { (void)list; }
