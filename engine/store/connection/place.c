/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

#include <sys/vfs.h>

/* What is known of a file system.
 * NETWORK: two computers may have a file open, and do not share the memory that a write-ahead log
 * needs; what runs as FUSE may be a network as well.
 * INODES: a file keeps its inode number. NFS has those of the server; vfat, exfat, FUSE and SMB
 * make new ones at each mount. */
enum
{
  NETWORK = 1,
  INODES = 2
};

/* The numbers are those of statfs(2). */
static const struct
{
  guint32 type;
  const char *name;
  guint flags;
} kinds[] = {
  { 0x6969, "nfs", NETWORK | INODES },
  { 0xff534d42, "cifs", NETWORK },
  { 0xfe534d42, "smb2", NETWORK },
  { 0x517b, "smb", NETWORK },
  { 0x65735546, "fuse", NETWORK },
  { 0x01021997, "9p", NETWORK },
  { 0x00c36400, "ceph", NETWORK | INODES },
  { 0x5346414f, "afs", NETWORK },
  { 0x6b414653, "afs", NETWORK },
  { 0x73757245, "coda", NETWORK },
  { 0x564c, "ncp", NETWORK },
  { 0x0bd00bd0, "lustre", NETWORK | INODES },
  { 0x01161970, "gfs2", NETWORK | INODES },
  { 0x7461636f, "ocfs2", NETWORK | INODES },
  { 0x786f4256, "vboxsf", NETWORK },
  { 0xbacbacbc, "vmhgfs", NETWORK },
  { 0xef53, "ext4", INODES },
  { 0x9123683e, "btrfs", INODES },
  { 0x58465342, "xfs", INODES },
  { 0x01021994, "tmpfs", INODES },
  { 0x794c7630, "overlay", INODES },
  { 0x2fc12fc1, "zfs", INODES },
  { 0xf2f52010, "f2fs", INODES },
  { 0x4d44, "vfat", 0 },
  { 0x2011bab0, "exfat", 0 },
  { 0x5346544e, "ntfs", 0 },
  { 0x7366746e, "ntfs3", INODES },
  { 0xca451a4e, "bcachefs", INODES },
  { 0x9660, "iso9660", INODES },
  { 0x15013346, "udf", INODES },
  { 0x73717368, "squashfs", INODES },
  { 0x3153464a, "jfs", INODES },
  { 0x3434, "nilfs", INODES },
  { 0x482b, "hfsplus", INODES },
};

/* -1: it has no name here. */
static int
find_kind (const struct statfs *info)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].type == (guint32) info->f_type)
      return (int) i;
  return -1;
}

char *
sem_store_describe_place (const char *path, gboolean *network)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct statfs info;
  int kind;

  *network = FALSE;
  /* The file may not be there yet. */
  if (statfs (path, &info) != 0 && statfs (folder, &info) != 0)
    return g_strdup ("?");
  kind = find_kind (&info);
  if (kind < 0)
    return g_strdup_printf ("0x%x", (guint32) info.f_type);
  *network = (kinds[kind].flags & NETWORK) != 0;
  return g_strdup (kinds[kind].name);
}

gboolean
sem_store_keeps_inodes (const char *path)
{
  struct statfs info;
  const int kind = statfs (path, &info) == 0 ? find_kind (&info) : -1;

  return kind >= 0 && (kinds[kind].flags & INODES) != 0;
}
