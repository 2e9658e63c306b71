/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-network-card"

#include "config.h"

#include "ui/models/network-card.h"

#include <glib/gi18n-lib.h>

#include "ui/asking/wrap-layout.h"
#include "ui/models/beside-layout.h"
#include "ui/words.h"

struct _SemNetworkCard
{
  GtkListBoxRow parent_instance;

  SemNetwork *network;
  GtkLabel *facts;
  GtkWidget *measure;
  GtkWidget *remove;
  GtkWidget *use;
  GtkWidget *stop;
};

enum
{
  USE,
  MEASURE,
  STOP,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemNetworkCard, sem_network_card, GTK_TYPE_LIST_BOX_ROW)

static void
clicked_cb (GtkButton *button, SemNetworkCard *self)
{
  GtkWidget *const buttons[N_SIGNALS] = { self->use, self->measure, self->stop, self->remove };

  for (guint i = 0; i < N_SIGNALS; i++)
    if (buttons[i] == GTK_WIDGET (button))
      {
        g_signal_emit (self, signals[i], 0);
        return;
      }
}

/* Words -------------------------------------------------------------------------------------- */

static const char *
get_title (const SemNetworkRow *row)
{
  return row->own ? row->title : row->name;
}

static char *
describe_kind (const SemNetworkRow *row)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *numbers =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u number", "%'u numbers", row->d), row->d);

  sem_words_add_part (text, row->active ? _("In use") : NULL);
  if (!row->own)
    sem_words_add_part (text, row->title);
  else if (row->usable)
    /* Translators: a network that is part of the program */
    sem_words_add_part (text, _("built in"));
  /* Translators: a photo is described by so many numbers */
  sem_words_add_part (text, numbers);
  /* Translators: a network that finds photos by words, too */
  sem_words_add_part (text, row->words ? _("takes words") : NULL);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "331/s", or a dash where it is not known. */
static char *
describe_rate (const SemNetworkRow *row)
{
  g_autofree char *rate = NULL;

  if (row->rate <= 0)
    return g_strdup ("–");
  /* Translators: photos a second */
  rate = g_strdup_printf (_("%.*f/s"), row->rate < 9.95, row->rate);
  return sem_words_isolate (rate);
}

static char *
describe_share (double share)
{
  return share < 0 ? g_strdup ("–") : sem_words_for_share (share);
}

/* (transfer full): how good it is, or why that is not known */
static char *
describe_quality (const SemNetworkRow *row)
{
  if (!row->has_codes)
    return g_strdup (_("its quality can be measured once photos are described by it"));
  if (row->finds < 0 && row->keeps < 0)
    return g_strdup (_("its quality was not measured yet"));
  if (row->finds < 0)
    return g_strdup_printf (_("its codes find %.1f %% of the closest matches"), row->keeps * 100);
  return g_strdup_printf (_("finds %.1f %% of photos that were altered; its codes find %.1f %% of "
                            "the closest matches"),
                          row->finds * 100, row->keeps * 100);
}

static char *
describe_facts (const SemNetworkRow *row, gboolean coming, gboolean measured, guint n_photos)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *quality = describe_quality (row), *described = NULL, *all = NULL;

  if (coming)
    return g_strdup (_("Describes the photos now. The codes in use answer until it is done."));
  if (measured)
    return g_strdup (_("Is being measured…"));
  all = sem_words_for_photos (MAX (n_photos, row->n_photos));
  /* Translators: how many of "1,360 photos" */
  described = g_strdup_printf (_("Describes %'u of %s"), row->n_photos, all);
  sem_words_add_part (text, n_photos > 0 || row->n_photos > 0 ? described : NULL);
  sem_words_add_part (text, quality);
  sem_words_add_part (text, row->relative && row->n_photos > 0
                              ? _("likeness is relative to this library")
                              : NULL);
  return sem_words_keep_units (text->str);
}

/* Making --------------------------------------------------------------------------------------- */

static GtkWidget *
make_label (const char *text, const char *style, const char *more)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  if (more)
    gtk_widget_add_css_class (label, more);
  return label;
}

/* A number above what it is. */
static void
add_number (GtkWidget *numbers, const char *value, const char *caption, GtkSizeGroup *size)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *above = make_label (value, "heading", "numeric");
  GtkWidget *below = make_label (caption, "caption", "dim-label");

  gtk_label_set_wrap (GTK_LABEL (above), FALSE);
  gtk_label_set_wrap (GTK_LABEL (below), FALSE);
  gtk_label_set_xalign (GTK_LABEL (above), 1);
  gtk_label_set_xalign (GTK_LABEL (below), 1);
  gtk_box_append (GTK_BOX (box), above);
  gtk_box_append (GTK_BOX (box), below);
  gtk_size_group_add_widget (size, box);
  gtk_box_append (GTK_BOX (numbers), box);
}

static GtkWidget *
make_head (const SemNetworkRow *row, const char *kind, GtkSizeGroup *const *sizes)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *numbers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  g_autofree char *rate = describe_rate (row), *quality = describe_share (row->finds);

  gtk_box_append (GTK_BOX (names), make_label (get_title (row), "heading", NULL));
  gtk_box_append (GTK_BOX (names), make_label (kind, "caption", "dim-label"));
  add_number (numbers, rate, _("Speed"), sizes[0]);
  add_number (numbers, quality, _("Quality"), sizes[1]);
  gtk_widget_set_halign (numbers, GTK_ALIGN_END);
  gtk_widget_set_valign (numbers, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), names);
  gtk_box_append (GTK_BOX (head), numbers);
  gtk_widget_set_layout_manager (head, g_object_new (SEM_TYPE_BESIDE_LAYOUT, NULL));
  return head;
}

static GtkWidget *
add_button (SemNetworkCard *self, GtkWidget *buttons, const char *label)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, 0);
  gtk_box_append (GTK_BOX (buttons), button);
  return button;
}

static void
fill (SemNetworkCard *self, GtkSizeGroup *const *sizes)
{
  const SemNetworkRow *row = sem_network_get_row (self->network);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *kind = describe_kind (row);

  self->facts = GTK_LABEL (make_label ("", "dim-label", NULL));
  self->measure = add_button (self, buttons, _("_Measure"));
  self->remove = add_button (self, buttons, _("_Remove"));
  self->stop = add_button (self, buttons, _("_Stop"));
  self->use = add_button (self, buttons, _("_Use"));
  gtk_widget_set_layout_manager (buttons, g_object_new (SEM_TYPE_WRAP_LAYOUT, NULL));
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), make_head (row, kind, sizes));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->facts));
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

/* What a screen reader says of the row. */
static void
describe_row (SemNetworkCard *self, const char *facts)
{
  const SemNetworkRow *row = sem_network_get_row (self->network);
  g_autofree char *kind = describe_kind (row);
  g_autofree char *rate =
    row->rate > 0 ? g_strdup_printf (_("%.*f photos a second"), row->rate < 9.95, row->rate)
                  : g_strdup (_("speed not known"));
  g_autofree char *label = g_strdup_printf ("%s · %s · %s", get_title (row), kind, rate);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, facts, -1);
}

void
sem_network_card_update (SemNetworkCard *self,
                         const char *coming,
                         const char *measured,
                         guint n_photos)
{
  const SemNetworkRow *row;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  gboolean comes, is_measured, free;
  g_autofree char *facts = NULL;

  g_return_if_fail (SEM_IS_NETWORK_CARD (self));

  row = sem_network_get_row (self->network);
  comes = g_strcmp0 (coming, row->name) == 0 && row->usable;
  is_measured = g_strcmp0 (measured, row->name) == 0;
  free = !comes && !is_measured && row->usable;
  facts = describe_facts (row, comes, is_measured, n_photos);
  gtk_label_set_label (self->facts, facts);
  gtk_widget_set_visible (self->stop, comes || is_measured);
  gtk_widget_set_visible (self->use, free && !row->active);
  gtk_widget_set_visible (self->remove, free && !row->active && !row->own);
  gtk_widget_set_visible (self->measure, free && (row->has_codes || !row->own));
  gtk_widget_set_sensitive (self->measure, !measured);
  describe_row (self, facts);
  /* The focus is not to be lost with the button that had it. */
  if (focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
      && (!gtk_widget_get_visible (focus) || !gtk_widget_is_sensitive (focus)))
    gtk_widget_grab_focus (gtk_widget_get_visible (self->stop) ? self->stop : GTK_WIDGET (self));
}

/* The object ----------------------------------------------------------------------------------- */

static void
sem_network_card_dispose (GObject *object)
{
  g_clear_object (&SEM_NETWORK_CARD (object)->network);

  G_OBJECT_CLASS (sem_network_card_parent_class)->dispose (object);
}

static void
sem_network_card_class_init (SemNetworkCardClass *klass)
{
  static const char *const names[N_SIGNALS] = { "use", "measure", "stop", "remove" };

  G_OBJECT_CLASS (klass)->dispose = sem_network_card_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], SEM_TYPE_NETWORK_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
sem_network_card_init (SemNetworkCard *self)
{
}

GtkWidget *
sem_network_card_new (SemNetwork *network, GtkSizeGroup *const *sizes)
{
  SemNetworkCard *self = g_object_new (SEM_TYPE_NETWORK_CARD, NULL);

  self->network = g_object_ref (network);
  fill (self, sizes);
  return GTK_WIDGET (self);
}

SemNetwork *
sem_network_card_get_network (SemNetworkCard *self)
{
  g_return_val_if_fail (SEM_IS_NETWORK_CARD (self), NULL);
  return self->network;
}
