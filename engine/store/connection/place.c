/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

#include <sys/vfs.h>

/* The numbers are those of statfs(2). On a network two computers may have the file open, and do not
 * share the memory that a write-ahead log needs; what runs as FUSE may be a network as well. */
static const struct
{
  guint32 type;
  const char *name;
  gboolean network;
} kinds[] = {
  { 0x6969, "nfs", TRUE },          { 0xff534d42, "cifs", TRUE },
  { 0xfe534d42, "smb2", TRUE },     { 0x517b, "smb", TRUE },
  { 0x65735546, "fuse", TRUE },     { 0x01021997, "9p", TRUE },
  { 0x00c36400, "ceph", TRUE },     { 0x5346414f, "afs", TRUE },
  { 0x6b414653, "afs", TRUE },      { 0x73757245, "coda", TRUE },
  { 0x564c, "ncp", TRUE },          { 0x0bd00bd0, "lustre", TRUE },
  { 0x01161970, "gfs2", TRUE },     { 0x7461636f, "ocfs2", TRUE },
  { 0x786f4256, "vboxsf", TRUE },   { 0xbacbacbc, "vmhgfs", TRUE },
  { 0xef53, "ext4", FALSE },        { 0x9123683e, "btrfs", FALSE },
  { 0x58465342, "xfs", FALSE },     { 0x01021994, "tmpfs", FALSE },
  { 0x794c7630, "overlay", FALSE }, { 0x2fc12fc1, "zfs", FALSE },
  { 0xf2f52010, "f2fs", FALSE },    { 0x4d44, "vfat", FALSE },
  { 0x2011bab0, "exfat", FALSE },   { 0x5346544e, "ntfs", FALSE },
  { 0x7366746e, "ntfs3", FALSE },   { 0xca451a4e, "bcachefs", FALSE },
};

char *
sem_store_describe_place (const char *path, gboolean *network)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct statfs info;
  guint32 type;

  *network = FALSE;
  /* The file may not be there yet. */
  if (statfs (path, &info) != 0 && statfs (folder, &info) != 0)
    return g_strdup ("?");
  type = (guint32) info.f_type;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].type == type)
      {
        *network = kinds[i].network;
        return g_strdup (kinds[i].name);
      }
  return g_strdup_printf ("0x%x", type);
}
