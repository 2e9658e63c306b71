/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/models/measure-table.h"

#include <glib/gi18n-lib.h>

#include "ui/words.h"

typedef struct
{
  const char *name;
  gsize offset;
  double margin; /* two samples of the same photos differ by as much */
  gboolean less; /* less is better */
} Measure;

static const Measure measures[] = {
  { N_("Closest matches found"), G_STRUCT_OFFSET (SemMeasures, reach), .01, FALSE },
  { N_("Likeness of the first ten kept"), G_STRUCT_OFFSET (SemMeasures, lift), .01, FALSE },
  { N_("Photos with a code of their own"), G_STRUCT_OFFSET (SemMeasures, unique), .01, FALSE },
  { N_("Correlation of two bits"), G_STRUCT_OFFSET (SemMeasures, correlation), .01, TRUE },
  { N_("Imbalance of a bit"), G_STRUCT_OFFSET (SemMeasures, imbalance), .01, TRUE },
};

static void
put (GtkGrid *grid, const char *text, int column, int row, gboolean strong)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_label_set_justify (GTK_LABEL (label), column == 0 ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_RIGHT);
  /* Numbers stay whole. */
  gtk_label_set_wrap (GTK_LABEL (label), column == 0 || row < 2);
  gtk_widget_set_hexpand (label, column == 0);
  gtk_widget_add_css_class (label, column == 0 ? "dim-label" : "numeric");
  if (strong)
    gtk_widget_add_css_class (label, "heading");
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

static void
put_measure (GtkGrid *grid,
             const Measure *measure,
             const SemMeasures *one,
             const SemMeasures *other,
             int line)
{
  double before = G_STRUCT_MEMBER (double, one, measure->offset);
  double after = G_STRUCT_MEMBER (double, other, measure->offset);
  double gain = measure->less ? before - after : after - before;
  g_autofree char *old = sem_words_for_share (before), *new = sem_words_for_share (after);

  put (grid, _(measure->name), 0, line, FALSE);
  put (grid, old, 1, line, gain < -measure->margin);
  put (grid, new, 2, line, gain > measure->margin);
}

/* What bold numbers are, and why others are not. */
static void
put_note (GtkGrid *grid, int line)
{
  GtkWidget *label = gtk_label_new (
    _("Differences of less than one percent are chance; the better of two is bold."));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_grid_attach (grid, label, 0, line, 3, 1);
}

static void
put_head (GtkGrid *grid, const SemMeasureColumn *column, int place)
{
  g_autofree char *kind = column->codes ? sem_words_for_codes (column->codes) : NULL;

  put (grid, column->title, place, 0, TRUE);
  put (grid, kind ? kind : "", place, 1, FALSE);
}

void
sem_measure_table_fill (GtkGrid *grid,
                        const SemMeasureColumn *before,
                        const SemMeasureColumn *after)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))))
    gtk_grid_remove (grid, child);
  put (grid, "", 0, 0, FALSE);
  put (grid, "", 0, 1, FALSE);
  put_head (grid, before, 1);
  put_head (grid, after, 2);
  for (guint i = 0; before->measures && after->measures && i < G_N_ELEMENTS (measures); i++)
    put_measure (grid, &measures[i], before->measures, after->measures, 2 + (int) i);
  if (before->measures && after->measures)
    put_note (grid, 2 + (int) G_N_ELEMENTS (measures));
}
