# in-overlay.sh FOLDER COMMAND...: runs COMMAND where what it writes to the system
# goes to a layer in memory. To be run in a mount namespace of its own. (FOLDER is
# seen through it.)
set -e
folder=$1
shift
mount -t tmpfs none /mnt
mkdir /mnt/upper /mnt/work /mnt/merged
mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work /mnt/merged
mount --bind /dev /mnt/merged/dev
mount -t proc proc /mnt/merged/proc
exec chroot /mnt/merged "$@"
