/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-figure-card"

#include "config.h"

#include "ui/quality/figure-card.h"
#include "ui/quality/quality-private.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/words.h"

struct _SemFigureCard
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title;
  GtkToggleButton *table_button;
  GtkLabel *explanation;
  GtkStack *stack;
  GtkBox *plot_place;
  GtkWidget *table_place;
  GtkListView *table;
  GtkLabel *words;

  SemPlotView *view;
  SemFigure *figure;
  SemPlotPoint *points; /* of the table */
  guint n_points;
  GtkFileChooserNative *chooser;
};

static guint opened_signal;

G_DEFINE_FINAL_TYPE (SemFigureCard, sem_figure_card, GTK_TYPE_WIDGET)

static void
opened_cb (SemPlotView *view, SemPlotPoint *point, SemFigureCard *self)
{
  g_signal_emit (self, opened_signal, 0, point);
}

static void
row_cb (GtkListView *table, guint position, SemFigureCard *self)
{
  SemPlotPoint point;

  if (!self->points || position >= self->n_points)
    return;
  point = self->points[position];
  g_signal_emit (self, opened_signal, 0, &point);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SemFigureCard *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SemFigureCard *self)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* The table is made when it is first wanted. */
static void
fill_table (SemFigureCard *self)
{
  g_autoptr (GtkStringList) rows = gtk_string_list_new (NULL);
  g_autoptr (GtkSelectionModel) model = NULL;

  if (self->points)
    return;
  self->points = sem_figure_list_points (self->figure, &self->n_points);
  for (guint i = 0; i < self->n_points; i++)
    {
      g_autofree char *words =
        sem_plot_describe (sem_figure_get_plot (self->figure), &self->points[i]);

      gtk_string_list_append (rows, words);
    }
  model = GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_steal_pointer (&rows))));
  gtk_list_view_set_model (self->table, model);
}

static void
table_cb (SemFigureCard *self)
{
  gboolean table = gtk_toggle_button_get_active (self->table_button);

  if (table)
    fill_table (self);
  gtk_stack_set_visible_child (self->stack,
                               table ? self->table_place : GTK_WIDGET (self->plot_place));
}

/* The numbers of a point, or else what is healthy. */
static void
words_cb (SemFigureCard *self)
{
  const char *point = sem_plot_view_get_words (self->view);
  g_autofree char *words =
    sem_words_keep_units (point ? point : sem_figure_get_healthy (self->figure));

  gtk_label_set_label (self->words, words);
}

static void
tell (SemFigureCard *self, GFile *file, const GError *error)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *sentence =
    g_strdup_printf (_("“%s” cannot be written: %s. Choose another folder."), name,
                     error->message);

  gtk_widget_activate_action (GTK_WIDGET (self), "toast.show", "s", sentence);
}

static void
tell_saved (SemFigureCard *self, GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *sentence = g_strdup_printf (_("Saved as “%s”"), name);

  gtk_widget_activate_action (GTK_WIDGET (self), "toast.show", "s", sentence);
}

typedef struct
{
  SemFigureCard *card;
  GBytes *contents;
} Saving;

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    tell (saving->card, G_FILE (object), error);
  else
    tell_saved (saving->card, G_FILE (object));
  g_object_unref (saving->card);
  g_bytes_unref (saving->contents);
  g_free (saving);
}

void
sem_figure_card_save (SemFigureCard *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) contents =
    sem_figure_save (self->figure, name, sem_plot_view_get_turn (self->view), &error);
  Saving *saving;

  if (!contents)
    {
      tell (self, file, error);
      return;
    }
  saving = g_new (Saving, 1);
  *saving = (Saving){ g_object_ref (self), g_bytes_ref (contents) };
  g_file_replace_contents_bytes_async (file, contents, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       saved_cb, saving);
}

static void
response_cb (GtkNativeDialog *dialog, int response, SemFigureCard *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file)
    sem_figure_card_save (self, file);
  g_clear_object (&self->chooser);
}

static void
add_filter (SemFigureCard *self, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
}

/* The ending of the name says what is saved. */
static void
save_cb (SemFigureCard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = g_strconcat (sem_figure_get_name (self->figure), ".png", NULL);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Save as Picture or Table"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  add_filter (self, _("Pictures (.png)"), "*.png");
  add_filter (self, _("Drawings (.svg)"), "*.svg");
  add_filter (self, _("Tables (.csv)"), "*.csv");
  g_signal_connect (self->chooser, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
sem_figure_card_dispose (GObject *object)
{
  SemFigureCard *self = SEM_FIGURE_CARD (object);

  if (self->chooser)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->figure);
  g_clear_pointer (&self->points, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_figure_card_parent_class)->dispose (object);
}

static void
sem_figure_card_class_init (SemFigureCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_figure_card_dispose;
  opened_signal = g_signal_new ("point-opened", SEM_TYPE_FIGURE_CARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/figure-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SemFigureCard, box);
  gtk_widget_class_bind_template_child (widget_class, SemFigureCard, title);
  gtk_widget_class_bind_template_child (widget_class, SemFigureCard, table_button);
  gtk_widget_class_bind_template_child (widget_class, SemFigureCard, explanation);
  gtk_widget_class_bind_template_child (widget_class, SemFigureCard, stack);
  gtk_widget_class_bind_template_child (widget_class, SemFigureCard, plot_place);
  gtk_widget_class_bind_template_child (widget_class, SemFigureCard, table_place);
  gtk_widget_class_bind_template_child (widget_class, SemFigureCard, table);
  gtk_widget_class_bind_template_child (widget_class, SemFigureCard, words);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "figurecard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_figure_card_init (SemFigureCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  g_signal_connect_swapped (self->table_button, "toggled", G_CALLBACK (table_cb), self);
}

GtkWidget *
sem_figure_card_new (SemFigure *figure)
{
  SemFigureCard *self = g_object_new (SEM_TYPE_FIGURE_CARD, NULL);
  GtkWidget *view = sem_plot_view_new (figure);

  self->figure = g_object_ref (figure);
  self->view = SEM_PLOT_VIEW (view);
  gtk_widget_set_hexpand (view, TRUE);
  gtk_box_append (self->plot_place, view);
  g_signal_connect (view, "point-opened", G_CALLBACK (opened_cb), self);
  g_signal_connect_swapped (view, "notify::words", G_CALLBACK (words_cb), self);
  gtk_label_set_label (self->title, sem_plot_get_title (sem_figure_get_plot (figure)));
  gtk_label_set_label (self->explanation, sem_figure_get_explanation (figure));
  words_cb (self);
  return GTK_WIDGET (self);
}

SemFigure *
sem_figure_card_get_figure (SemFigureCard *self)
{
  g_return_val_if_fail (SEM_IS_FIGURE_CARD (self), NULL);
  return self->figure;
}

SemPlotView *
sem_figure_card_get_view (SemFigureCard *self)
{
  g_return_val_if_fail (SEM_IS_FIGURE_CARD (self), NULL);
  return self->view;
}

GtkListView *
sem_figure_card_get_table (SemFigureCard *self)
{
  g_return_val_if_fail (SEM_IS_FIGURE_CARD (self), NULL);
  return self->table;
}

GtkFlowBox *
sem_figure_cards_new (const char *name)
{
  GtkFlowBox *cards = GTK_FLOW_BOX (gtk_flow_box_new ());

  gtk_flow_box_set_selection_mode (cards, GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (cards, TRUE);
  gtk_flow_box_set_min_children_per_line (cards, 1);
  gtk_flow_box_set_max_children_per_line (cards, 2);
  gtk_flow_box_set_row_spacing (cards, 12);
  gtk_flow_box_set_column_spacing (cards, 12);
  sem_accessible_set_label (GTK_WIDGET (cards), name);
  return cards;
}
