/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "app/cli/output/output.h"
#include "engine/base/output.h"
#include "engine/search/compare/comparer.h"

#include <errno.h>
#include <string.h>

#include <cairo.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* The picture ------------------------------------------------------------------------------------
 */

/* Writing the picture over a photo that it is made of would lose that. */
static gboolean
is_same_file (const char *a, const char *b)
{
  GStatBuf one, other;

  return g_stat (a, &one) == 0 && g_stat (b, &other) == 0 && one.st_dev == other.st_dev
         && one.st_ino == other.st_ino;
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* (transfer full): the file's bytes. */
static GByteArray *
encode_png (const SemComparePicture *picture)
{
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) picture->width, (int) picture->height);
  const guint8 *from = g_bytes_get_data (picture->rgb, NULL);
  GByteArray *png = g_byte_array_new ();

  for (guint y = 0; cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS && y < picture->height;
       y++)
    {
      guint32 *to =
        (guint32 *) (gpointer) (cairo_image_surface_get_data (surface)
                                + (gsize) y * (gsize) cairo_image_surface_get_stride (surface));

      for (guint x = 0; x < picture->width; x++, from += 3)
        to[x] = (guint32) from[0] << 16 | (guint32) from[1] << 8 | from[2];
    }
  cairo_surface_mark_dirty (surface);
  cairo_surface_write_to_png_stream (surface, append, png);
  cairo_surface_destroy (surface);
  return png;
}

static gboolean
write_heat_map (SemComparer *comparer,
                const char *const *paths,
                const SemComparison *comparison,
                const char *file,
                GError **error)
{
  g_autofree char *name = g_filename_display_name (file);
  g_autoptr (GByteArray) png = NULL;
  SemComparePicture picture;

  if (!sem_comparer_draw (comparer, SEM_COMPARE_HEAT, paths, comparison, &picture, error))
    return FALSE;
  png = encode_png (&picture);
  g_bytes_unref (picture.rgb);
  if (png->len > 0)
    return sem_output_write (file, png->data, png->len, error);
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("The heat map could not be written to “%s”: %s. Choose another file."), name,
               g_strerror (ENOMEM));
  return FALSE;
}

/* Output -----------------------------------------------------------------------------------------
 */

static void
print_json (const char *const *paths, const SemComparison *comparison, const char *file)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *sentence = sem_comparison_dup_sentence (comparison);

  json_builder_begin_object (builder);
  cli_json_add_path (builder, "a", paths[0]);
  cli_json_add_path (builder, "b", paths[1]);
  cli_json_add_double (builder, "likeness", comparison->likeness);
  cli_json_add_boolean (builder, "above_chance", comparison->alike);
  if (comparison->n_bits > 0)
    {
      cli_json_add_int (builder, "distance", comparison->distance);
      cli_json_add_int (builder, "bits", comparison->n_bits);
    }
  cli_json_add_string (builder, "kind", sem_copy_kind_get_name (comparison->kind));
  if (file)
    {
      cli_json_add_path (builder, "heatmap", file);
      cli_json_add_string (builder, "sentence", sentence);
    }
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_lines (const SemComparison *comparison, const char *file)
{
  g_autofree char *sentence = sem_comparison_dup_sentence (comparison);

  g_print (_("Likeness: %d %%\n"), (int) (comparison->likeness * 100 + .5));
  if (comparison->n_bits > 0)
    g_print (_("Distance: %u of %u bits\n"), comparison->distance, comparison->n_bits);
  else
    g_print (_("Distance: unknown, since the library has no codes yet\n"));
  if (comparison->kind == SEM_COPY_ALIKE && !comparison->alike)
    g_print (_("Kind: none, no more alike than unrelated photos can be\n"));
  else
    {
      /* Translators: what the second photo is to the first, such as “Crop”. */
      g_print (_("Kind: %s\n"), sem_copy_kind_get_words (comparison->kind));
    }
  if (file)
    {
      g_autofree char *name = cli_name (file);

      g_print (_("Heat map: %s\n"), name);
      g_print ("%s\n", sentence);
    }
}

/* The command ------------------------------------------------------------------------------------
 */

/* CLI_DONE where the arguments make sense. */
static int
check (const CliCommand *command, int argc, char **argv, const char *file)
{
  if (argc != 3)
    return cli_usage (command, _("give two photos to compare."));
  if (!file)
    return CLI_DONE;
  if (strlen (file) < 5 || g_ascii_strcasecmp (file + strlen (file) - 4, ".png") != 0)
    return cli_usage (command, _("--heatmap writes a PNG file: give a name that ends in “.png”."));
  for (int i = 1; i < argc; i++)
    if (is_same_file (argv[i], file))
      return cli_usage (command, _("--heatmap would overwrite the photo “%s”: give another name."),
                        argv[i]);
  return CLI_DONE;
}

static gboolean
compare (const char *library,
         const char *const *paths,
         const char *file,
         SemComparison *comparison,
         GError **error)
{
  g_autoptr (SemComparer) comparer = sem_comparer_new (library);

  return sem_comparer_measure (comparer, paths, comparison, NULL, error)
         && sem_comparer_prove (comparer, paths, comparison, NULL, error)
         && (!file || write_heat_map (comparer, paths, comparison, file, error));
}

static int
run_compare (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliCommon) common = { 0 };
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "heatmap", 0, 0, G_OPTION_ARG_FILENAME, &file,
      N_("Write a picture of both photos that shows where they are alike"), N_("FILE.png") },
    { NULL },
  };
  SemComparison comparison;
  int status;

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  status = check (command, argc, argv, file);
  if (status != CLI_DONE)
    return status;
  if (!compare (common.library, (const char *const *) argv + 1, file, &comparison, &error))
    return cli_fail_naming ((const char *const[]){ argv[1], argv[2], file }, 3, error);
  if (common.json)
    print_json ((const char *const *) argv + 1, &comparison, file);
  else
    print_lines (&comparison, file);
  return CLI_DONE;
}

const CliCommand cli_compare_command = {
  .name = "compare",
  .summary = N_("Compare two photos, and show where they are alike"),
  .arguments = N_("PHOTO PHOTO"),
  .help =
    N_("Both can be any image files, in the library or not. Prints how alike they are, by how "
       "many bits their codes differ, and what the second photo is to the first: an identical "
       "file, the same picture, resized, a crop of it, the original of this crop, mirrored, "
       "rotated, recolored, or only alike. A library that has no codes yet gives no distance.\n"
       "\n"
       "--heatmap writes both photos side by side. In each the regions are lit that resemble the "
       "other photo most, and the rest is dark: they are what makes the two alike.\n"
       "\n"
       "With --json, “kind” is as in “semblance-cli search --copies”, “above_chance” says whether "
       "the two are more alike than unrelated photos can be, and “distance” and “bits” are only "
       "there where the library has codes.\n"
       "\n"
       "Examples:\n"
       "  semblance-cli compare rose.jpg rose-edited.jpg\n"
       "  semblance-cli compare rose.jpg tulip.jpg --heatmap why.png"),
  .run = run_compare,
};
