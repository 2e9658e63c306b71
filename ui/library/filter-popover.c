/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-filter"

#include "config.h"

#include "ui/library/filter-popover.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/words.h"

struct _SemFilterPopover
{
  GtkPopover parent_instance;

  GtkWidget *text;
  GtkFlowBox *kinds;
  GtkBox *shapes;
  GtkEntry *since;
  GtkEntry *until;
  GtkWidget *kind_buttons[SEM_PHOTO_N_KINDS];
  GtkWidget *shape_buttons[SEM_PHOTO_N_SHAPES];
  gboolean updating;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SemFilterPopover, sem_filter_popover, GTK_TYPE_POPOVER)

static void
changed_cb (SemFilterPopover *self)
{
  if (!self->updating)
    g_signal_emit (self, changed_signal, 0);
}

/* A date that cannot be read is marked, and is no bound. */
static gboolean
parse (GtkEntry *entry, gint64 *from, gint64 *until)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  return *text != '\0' && sem_browse_parse_date (text, from, until);
}

static void
date_cb (SemFilterPopover *self, GtkEntry *entry)
{
  const gboolean wrong = *gtk_editable_get_text (GTK_EDITABLE (entry)) != '\0'
                         && !parse (entry, &(gint64){ 0 }, &(gint64){ 0 });

  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  changed_cb (self);
}

static void
show_date (GtkEntry *entry, gint64 seconds, gboolean is_end)
{
  const gboolean none = seconds == (is_end ? G_MAXINT64 : G_MININT64);
  g_autoptr (GDateTime) date =
    none ? NULL : g_date_time_new_from_unix_utc (is_end ? seconds - 1 : seconds);
  g_autofree char *text = date ? g_date_time_format (date, "%Y-%m-%d") : NULL;

  gtk_editable_set_text (GTK_EDITABLE (entry), text ? text : "");
}

static void
clear_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemFilterPopover *self = SEM_FILTER_POPOVER (widget);
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_new ();

  sem_filter_popover_show_rule (self, rule);
  changed_cb (self);
}

static GtkWidget *
add_button (SemFilterPopover *self, const char *label)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  g_signal_connect_swapped (button, "toggled", G_CALLBACK (changed_cb), self);
  return button;
}

static void
add_buttons (SemFilterPopover *self)
{
  for (guint i = 0; i < SEM_PHOTO_N_KINDS; i++)
    {
      self->kind_buttons[i] = add_button (self, sem_words_for_kind (i));
      gtk_flow_box_append (self->kinds, self->kind_buttons[i]);
      gtk_widget_set_focusable (gtk_widget_get_parent (self->kind_buttons[i]), FALSE);
    }
  for (guint i = 0; i < SEM_PHOTO_N_SHAPES; i++)
    {
      self->shape_buttons[i] = add_button (self, sem_words_for_shape (i));
      gtk_box_append (self->shapes, self->shape_buttons[i]);
    }
}

static void
sem_filter_popover_class_init (SemFilterPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  changed_signal = g_signal_new ("changed", SEM_TYPE_FILTER_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/filter-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, SemFilterPopover, text);
  gtk_widget_class_bind_template_child (widget_class, SemFilterPopover, kinds);
  gtk_widget_class_bind_template_child (widget_class, SemFilterPopover, shapes);
  gtk_widget_class_bind_template_child (widget_class, SemFilterPopover, since);
  gtk_widget_class_bind_template_child (widget_class, SemFilterPopover, until);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, date_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
  gtk_widget_class_install_action (widget_class, "filter.clear", NULL, clear_action);
}

static void
sem_filter_popover_init (SemFilterPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_buttons (self);
  sem_accessible_set_label (GTK_WIDGET (self), _("Sort and Filter"));
}

void
sem_filter_popover_show_rule (SemFilterPopover *self, const SemBrowseRule *rule)
{
  g_return_if_fail (SEM_IS_FILTER_POPOVER (self));

  self->updating = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->text), rule->text ? rule->text : "");
  for (guint i = 0; i < SEM_PHOTO_N_KINDS; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->kind_buttons[i]),
                                  (rule->kinds >> i & 1) != 0);
  for (guint i = 0; i < SEM_PHOTO_N_SHAPES; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->shape_buttons[i]),
                                  (rule->shapes >> i & 1) != 0);
  show_date (self->since, rule->since, FALSE);
  show_date (self->until, rule->until, TRUE);
  self->updating = FALSE;
}

static guint
collect (GtkWidget *const *buttons, guint n)
{
  guint mask = 0;

  for (guint i = 0; i < n; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (buttons[i])))
      mask |= 1u << i;
  return mask;
}

void
sem_filter_popover_fill_rule (SemFilterPopover *self, SemBrowseRule *rule)
{
  gint64 from, until;

  g_return_if_fail (SEM_IS_FILTER_POPOVER (self));

  g_free (rule->text);
  rule->text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text)));
  g_strstrip (rule->text);
  rule->kinds = collect (self->kind_buttons, SEM_PHOTO_N_KINDS);
  rule->shapes = collect (self->shape_buttons, SEM_PHOTO_N_SHAPES);
  rule->since = parse (self->since, &from, &until) ? from : G_MININT64;
  rule->until = parse (self->until, &from, &until) ? until : G_MAXINT64;
}
