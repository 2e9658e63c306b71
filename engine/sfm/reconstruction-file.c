/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-sfm"

#include "config.h"

#include "engine/sfm/reconstruction.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

/* Checks the size through the descriptor that is read, so that both are of one file. */
static GBytes *
read_file (const char *folder, const char *file, GError **error)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *name = g_filename_display_name (path);
  g_autofree guint8 *data = NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat info = { 0 };
  gssize n = -1;

  if (fd >= 0 && fstat (fd, &info) == 0 && !S_ISREG (info.st_mode))
    errno = EINVAL;
  else if (fd >= 0 && (guint64) info.st_size <= SEM_SFM_MAX_FILE_SIZE)
    {
      data = g_try_malloc ((gsize) info.st_size + 1);
      n = data ? TEMP_FAILURE_RETRY (read (fd, data, (gsize) info.st_size)) : -1;
    }
  if (fd >= 0)
    close (fd);
  if (n >= 0)
    return g_bytes_new_take (g_steal_pointer (&data), (gsize) n);
  if ((guint64) info.st_size > SEM_SFM_MAX_FILE_SIZE)
    g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_LARGE,
                 _("“%s” is larger than a 3D model may be. Try fewer photos."), name);
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” cannot be read: %s."), name,
                 g_strerror (errno));
  return NULL;
}

SemReconstruction *
sem_reconstruction_load (const char *folder, GError **error)
{
  g_autofree char *name = g_filename_display_name (folder);
  g_autoptr (GBytes) cameras = read_file (folder, "cameras.bin", error);
  g_autoptr (GBytes) images = cameras ? read_file (folder, "images.bin", error) : NULL;
  g_autoptr (GBytes) points = images ? read_file (folder, "points3D.bin", error) : NULL;

  return points ? sem_reconstruction_parse (cameras, images, points, name, error) : NULL;
}
