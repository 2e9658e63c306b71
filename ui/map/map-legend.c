/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/map/map-legend.h"

#include <glib/gi18n-lib.h>

#define SWATCH 12
#define OTHERS 0x9a9996
#define NONE 0x5e5c64

/* Colors that stand apart: those of Okabe and Ito, and darker and lighter ones between them. */
static const guint32 palette[SEM_MAP_MOST_GROUPS] = {
  0x0072b2, 0xe69f00, 0x009e73, 0xcc79a7, 0xd55e00, 0x56b4e9,
  0xf0e442, 0x8b5cf6, 0x7f4f24, 0xa3d977, 0xf4a6b8, 0x1f3a5f,
};

guint32
sem_map_legend_get_colour (const SemMapGroups *groups, guint8 member)
{
  return member < groups->n ? palette[member] : member == groups->n ? OTHERS : NONE;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer colour)
{
  const guint32 rgb = GPOINTER_TO_UINT (colour);

  cairo_set_source_rgb (cr, (rgb >> 16) / 255., (rgb >> 8 & 255) / 255., (rgb & 255) / 255.);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
}

static void
add (GtkWidget *box, guint32 colour, const char *name, guint count)
{
  GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gtk_drawing_area_new (), *label;
  g_autofree char *words = g_strdup_printf ("%s · %'u", name, count);

  label = gtk_label_new (words);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), SWATCH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), SWATCH);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_cb, GUINT_TO_POINTER (colour),
                                  NULL);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (entry), swatch);
  gtk_box_append (GTK_BOX (entry), label);
  gtk_box_append (GTK_BOX (box), entry);
}

/* Photos that have no group: of folders there are none. */
static guint
count_none (const SemMapGroups *groups)
{
  guint n = 0;

  for (guint i = 0; i < groups->n_photos; i++)
    n += groups->members[i] == groups->n + 1;
  return n;
}

void
sem_map_legend_fill (GtkWidget *box, const SemMapGroups *groups)
{
  GtkWidget *child;
  guint n_none = groups ? count_none (groups) : 0;

  while ((child = gtk_widget_get_first_child (box)))
    gtk_box_remove (GTK_BOX (box), child);
  gtk_widget_set_visible (box, groups != NULL);
  for (guint i = 0; groups && i < groups->n; i++)
    {
      g_autofree char *scene = g_strdup_printf (_("Scene %u"), i + 1);

      add (box, palette[i], groups->names ? groups->names[i] : scene, groups->counts[i]);
    }
  if (groups && groups->n_others > 0)
    add (box, OTHERS, groups->names ? _("Other Folders") : _("Other Scenes"), groups->n_others);
  if (n_none > 0)
    add (box, NONE, groups->names ? _("No Folder") : _("No Scene"), n_none);
}
