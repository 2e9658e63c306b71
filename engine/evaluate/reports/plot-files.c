/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/reports/plot-files.h"

#include "engine/base/output.h"
#include "engine/plot/export.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define MODE 0755
#define WIDTH 720
#define HEIGHT 440
#define SCALE 2

gboolean
sem_plots_make_folder (const char *folder, GError **error)
{
  g_autofree char *name = NULL;
  int code;

  g_return_val_if_fail (folder != NULL, FALSE);

  if (g_mkdir_with_parents (folder, MODE) == 0)
    return TRUE;
  code = errno;
  name = g_filename_display_name (folder);
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               _("The folder “%s” cannot be created: %s. Choose another folder."), name,
               g_strerror (code));
  return FALSE;
}

/* @suffix: of the file, with its dot */
static gboolean
write_as (const char *folder,
          const char *name,
          const char *suffix,
          gconstpointer data,
          gsize size,
          GError **error)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  return sem_output_write (path, data, size, error);
}

gboolean
sem_plot_files_write (const SemPlot *plot, const char *folder, const char *name, GError **error)
{
  const SemPlotLook look = { sem_plot_colours_get_neutral (), WIDTH, HEIGHT, 1, TRUE, TRUE };
  g_autofree char *svg = sem_plot_to_svg (plot, &look);
  g_autofree char *csv = sem_plot_to_csv (plot);
  g_autoptr (GBytes) png = sem_plot_to_png (plot, &look, SCALE, error);
  gconstpointer pixels;
  gsize size;

  if (!png)
    return FALSE;
  pixels = g_bytes_get_data (png, &size);
  return write_as (folder, name, ".svg", svg, strlen (svg), error)
         && write_as (folder, name, ".png", pixels, size, error)
         && write_as (folder, name, ".csv", csv, strlen (csv), error);
}
